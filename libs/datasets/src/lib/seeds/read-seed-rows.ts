import {
  MAX_SEED_ROWS,
  type JsonObject,
  type SeedFormat,
} from '@plot-palette/domain';
import { invalidSeed } from './invalid-seed';
import { readCsvRows } from './read-csv-rows';
import { readJsonRows } from './read-json-rows';
import { readJsonlRows } from './read-jsonl-rows';
import { utf8Chunks } from './utf8-chunks';

export interface SeedSource {
  /** As the user knows it; every error begins with it. */
  readonly fileName: string;
  readonly format: SeedFormat;
  readonly content: AsyncIterable<Uint8Array>;
}

type RowReader = (
  chunks: AsyncIterable<Buffer>,
  fileName: string,
) => AsyncGenerator<JsonObject>;

const READERS: Record<SeedFormat, RowReader> = {
  json: readJsonRows,
  jsonl: readJsonlRows,
  csv: readCsvRows,
};

/**
 * The rows of a seed file in their order, one in memory at a time.
 * Throws InvalidInput for a file that is empty, has too many rows, or breaks its format.
 */
export async function* readSeedRows(
  source: SeedSource,
): AsyncGenerator<JsonObject> {
  const { fileName, format, content } = source;
  let rows = 0;
  for await (const row of READERS[format](
    utf8Chunks(content, fileName),
    fileName,
  )) {
    rows += 1;
    if (rows > MAX_SEED_ROWS)
      throw invalidSeed(
        fileName,
        '',
        `the file has more than ${MAX_SEED_ROWS} rows; split it.`,
      );
    yield row;
  }
  if (rows === 0)
    throw invalidSeed(
      fileName,
      '',
      format === 'csv'
        ? 'the file has no rows. The first line is the header; add rows below it.'
        : 'the file has no rows; add at least one object.',
    );
}
