import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { format } from 'fast-csv';
import type { CsvTable } from './csv-table';
import type { DatasetRow } from './dataset-row';

/** RFC 4180: a header, CRLF after every row, quotes where needed; UTF-8 without a byte order mark. */
export function writeCsv(
  table: CsvTable,
  rows: AsyncIterable<DatasetRow>,
): AsyncIterable<Uint8Array> {
  async function* cells(): AsyncGenerator<string[]> {
    yield table.header();
    for await (const row of rows) yield table.cells(row);
  }
  const csv = format({
    headers: false,
    rowDelimiter: '\r\n',
    includeEndRowDelimiter: true,
  });
  // An error destroys `csv` with it, and so reaches whoever reads.
  pipeline(Readable.from(cells()), csv).catch(() => undefined);
  return csv;
}
