import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lines } from '../lines';
import type { DatasetRow } from './dataset-row';
import { rowLine } from './row-line';

export interface Spool {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly longestLineBytes: number;
}

/**
 * Keeps the rows in a local file: a CSV file's columns and a Parquet file's types are known only when every row was
 * seen, and reading the batches and seed rows twice would cost more than a disk.
 */
export async function spoolRows(
  path: string,
  rows: AsyncIterable<DatasetRow>,
  observe: (row: DatasetRow) => void,
): Promise<Spool> {
  let count = 0;
  let bytes = 0;
  let longestLineBytes = 0;
  async function* spooled(): AsyncGenerator<string> {
    for await (const row of rows) {
      const written = rowLine(row);
      observe(written.row);
      count += 1;
      const lineBytes = Buffer.byteLength(written.line);
      bytes += lineBytes;
      longestLineBytes = Math.max(longestLineBytes, lineBytes);
      yield written.line;
    }
  }
  await pipeline(Readable.from(spooled()), createWriteStream(path));
  return { path, rows: count, bytes, longestLineBytes };
}

export async function* readSpool({ path }: Spool): AsyncGenerator<DatasetRow> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, {
    highWaterMark: 262_144,
  });
  for await (const line of lines(chunks))
    yield JSON.parse(line.toString('utf8')) as DatasetRow;
}
