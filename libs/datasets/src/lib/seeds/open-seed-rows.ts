import type { Readable } from 'node:stream';
import { NotFound, type JsonObject } from '@plot-palette/domain';
import { BlockCache } from './block-cache';
import { RowsIndex } from './rows-index';

const CACHE_BYTES = 64 * 1024 ** 2;
/** Read at once where the cache holds the whole file, so that few requests read all of it. */
const PAGE_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

/** What this library needs of an object store. */
export interface SeedObjects {
  get(key: string): Promise<{ readonly body: Buffer } | undefined>;
  /**
   * The bytes `from ≤ byte < to`.
   * @throws NotFound when there is no such object.
   */
  stream(key: string, range: { from: number; to: number }): Promise<Readable>;
}

export interface SeedRowsLocation {
  readonly objects: SeedObjects;
  readonly rowsKey: string;
  readonly indexKey: string;
  /** As the seed's row in the database says; another number in the index is refused. */
  readonly rows: number;
  /** Parts of the file kept in memory; 64 MiB when absent. */
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
  const { cacheBytes = CACHE_BYTES } = location;
  // Of a larger file most parts would be gone before a second row of theirs is asked for.
  const pages =
    index.bytes <= cacheBytes ? index.inBlocksOf(PAGE_BYTES) : index;
  const cache = new BlockCache(cacheBytes, (page) =>
    readRange(objects, rowsKey, pages.range(page)),
  );
  // A file that is gone is found now, not by the first record.
  await cache.get(0);
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
      const page = pages.blockOf(number);
      const { from } = index.range(block);
      const bytes = await cache.get(page);
      const lines = bytes.subarray(from - pages.range(page).from);
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
  if (stored === undefined) throw gone(key);
  return stored.body;
}

function gone(key: string): NotFound {
  return new NotFound(`${key} is gone; the seed file was deleted.`);
}

async function readRange(
  objects: SeedObjects,
  key: string,
  range: { readonly from: number; readonly to: number },
): Promise<Buffer> {
  const { from, to } = range;
  // Not of Node's pool: a small part would keep all of it in memory.
  const bytes = Buffer.alloc(to - from);
  let length = 0;
  const parts = await objects.stream(key, range).catch((error: unknown) => {
    throw error instanceof NotFound ? gone(key) : error;
  });
  for await (const part of parts) {
    (part as Buffer).copy(bytes, length);
    length += (part as Buffer).length;
  }
  if (length !== bytes.length)
    throw new Error(
      `${key} gave ${length} bytes of ${bytes.length} from ${from} on.`,
    );
  return bytes;
}

function lineAt(lines: Buffer, line: number): Buffer {
  let from = 0;
  for (let skipped = 0; skipped < line; skipped += 1)
    from = lines.indexOf(LINE_FEED, from) + 1;
  return lines.subarray(from, lines.indexOf(LINE_FEED, from));
}
