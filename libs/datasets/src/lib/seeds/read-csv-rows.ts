import type { JsonObject } from '@plot-palette/domain';
import { CsvHeader, detectDelimiter } from './csv-header';
import { CsvSplitter, type CsvRecord } from './csv-splitter';
import { invalidSeed } from './invalid-seed';

/** A header and rows of the same width; comma, semicolon or tab, whichever the header uses; all values are strings. */
export async function* readCsvRows(
  chunks: AsyncIterable<Buffer>,
  fileName: string,
): AsyncGenerator<JsonObject> {
  let header: CsvHeader | undefined;
  let rows = 0;
  for await (const record of readRecords(chunks, fileName)) {
    if (header === undefined) {
      header = new CsvHeader(record.fields, fileName);
      continue;
    }
    rows += 1;
    if (record.fields.length !== header.width)
      throw invalidSeed(
        fileName,
        `row ${rows} (line ${record.line})`,
        `the row has ${count(record.fields.length)}, and the header has ${header.width}. Add or remove fields, or put quotes around fields with delimiters or line breaks.`,
      );
    yield header.row(record.fields);
  }
}

async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  fileName: string,
): AsyncGenerator<CsvRecord> {
  let splitter: CsvSplitter | undefined;
  for await (const chunk of chunks) {
    const text = chunk.toString('utf8');
    splitter ??= new CsvSplitter(fileName, detectDelimiter(text));
    yield* splitter.push(text);
  }
  if (splitter !== undefined) yield* splitter.end();
}

function count(fields: number): string {
  return fields === 1 ? '1 field' : `${fields} fields`;
}
