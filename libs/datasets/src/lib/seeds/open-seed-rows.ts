import type { Readable } from 'node:stream';
import { NotFound, type JsonObject } from '@plot-palette/domain';
import { BlockCache } from './block-cache';
import { RowsIndex } from './rows-index';

const CACHE_BYTES = 64 * 1024 ** 2;
/** Below this, one request for the whole file is cheaper than several for its parts. */
const WHOLE_FILE_BYTES = 4 * 1024 ** 2;
const LINE_FEED = 0x0a;

/** What this library needs of an object store. */
export interface SeedObjects {
  get(key: string): Promise<{ readonly body: Buffer } | undefined>;
  /** The bytes `from ≤ byte < to`. */
  stream(key: string, range: { from: number; to: number }): Promise<Readable>;
}

export interface SeedRowsLocation {
  readonly objects: SeedObjects;
  readonly rowsKey: string;
  readonly indexKey: string;
  /** As the seed's row in the database says; another number in the index is refused. */
  readonly rows: number;
  /** Blocks kept in memory; 64 MiB when absent. */
  readonly cacheBytes?: number;
}

export interface SeedRows {
  readonly rows: number;
  /** The row of a zero-based number. A failed read is not remembered: asking again reads again. */
  row(number: number): Promise<JsonObject>;
  close(): void;
}

/** Opens a normalised seed file for rows in any order. Throws NotFound when it is gone, Error when it is damaged. */
export async function openSeedRows(
  location: SeedRowsLocation,
): Promise<SeedRows> {
  const { objects, rowsKey, indexKey, rows } = location;
  const index = new RowsIndex(await read(objects, indexKey));
  if (index.rows !== rows)
    throw new Error(
      `${indexKey} describes ${index.rows} rows, but the seed file has ${rows}.`,
    );
  const whole =
    index.bytes <= WHOLE_FILE_BYTES ? await read(objects, rowsKey) : undefined;
  const cache = new BlockCache(
    location.cacheBytes ?? CACHE_BYTES,
    async (block) => {
      const { from, to } = index.range(block);
      return whole === undefined
        ? readRange(objects, rowsKey, from, to)
        : whole.subarray(from, to);
    },
  );
  let closed = false;
  return {
    rows,
    row: async (number) => {
      if (closed) throw new Error(`${rowsKey} is closed.`);
      if (!Number.isInteger(number) || number < 0 || number >= rows)
        throw new RangeError(
          `${rowsKey} has no row ${number}; it has ${rows}, counted from 0.`,
        );
      const block = index.blockOf(number);
      const lines = await cache.get(block);
      const line = lineAt(lines, number - index.firstRow(block));
      return JSON.parse(line.toString('utf8')) as JsonObject;
    },
    close: () => {
      closed = true;
      cache.clear();
    },
  };
}

async function read(objects: SeedObjects, key: string): Promise<Buffer> {
  const stored = await objects.get(key);
  if (stored === undefined)
    throw new NotFound(`${key} is gone; the seed file was deleted.`);
  return stored.body;
}

async function readRange(
  objects: SeedObjects,
  key: string,
  from: number,
  to: number,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await objects.stream(key, { from, to }))
    parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  if (bytes.length !== to - from)
    throw new Error(
      `${key} gave ${bytes.length} bytes of ${to - from} from ${from} on.`,
    );
  return bytes;
}

function lineAt(lines: Buffer, line: number): Buffer {
  let from = 0;
  for (let skipped = 0; skipped < line; skipped += 1)
    from = lines.indexOf(LINE_FEED, from) + 1;
  return lines.subarray(from, lines.indexOf(LINE_FEED, from));
}
