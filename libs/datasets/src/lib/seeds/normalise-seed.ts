import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SeedProfile } from '@plot-palette/domain';
import { invalidSeed } from './invalid-seed';
import { readSeedRows, type SeedSource } from './read-seed-rows';
import { RowsIndexWriter } from './rows-index';
import { MAX_ROW_BYTES } from './seed-limits';
import { SeedProfiler } from './seed-profiler';

const WRITE_BYTES = 262_144;

export interface NormalisedSeed {
  readonly rows: number;
  /** Of the original file. */
  readonly bytes: number;
  /** Of the original file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly profile: SeedProfile;
  /** The content of `rows.index`. */
  readonly index: Buffer;
}

/**
 * Reads a seed file once and writes `rows.jsonl`: one compact object a line. `writeRows` must consume the stream; when
 * it fails, reading stops. Throws InvalidInput for a bad file; then the stream given to `writeRows` fails too, so that
 * nothing half-written is kept.
 */
export async function normaliseSeed(
  source: SeedSource,
  writeRows: (lines: Readable) => Promise<unknown>,
): Promise<NormalisedSeed> {
  const original = { hash: createHash('sha256'), bytes: 0 };
  const index = new RowsIndexWriter();
  const profiler = new SeedProfiler();
  let fault: unknown;
  async function* lines(): AsyncGenerator<Buffer> {
    const content = measured(source.content, original);
    try {
      yield* grouped(normalisedLines({ ...source, content }, index, profiler));
    } catch (error) {
      // A stream destroyed by its reader throws into here too, and then the reader knows better why.
      if (!stream.destroyed) fault = error;
      throw error;
    }
  }
  const stream = Readable.from(lines(), {
    objectMode: false,
    highWaterMark: WRITE_BYTES,
  });
  try {
    await writeRows(stream);
  } catch (error) {
    // The writer may have wrapped the reason why its stream failed.
    throw fault ?? error;
  } finally {
    stream.destroy();
  }
  const profile = profiler.profile();
  return {
    rows: profile.rows,
    bytes: original.bytes,
    sha256: original.hash.digest('hex'),
    profile,
    index: index.finish(),
  };
}

async function* measured(
  content: AsyncIterable<Uint8Array>,
  original: { readonly hash: Hash; bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    original.hash.update(chunk);
    original.bytes += chunk.length;
    yield chunk;
  }
}

async function* normalisedLines(
  source: SeedSource,
  index: RowsIndexWriter,
  profiler: SeedProfiler,
): AsyncGenerator<string> {
  let rows = 0;
  for await (const row of readSeedRows(source)) {
    rows += 1;
    const line = `${JSON.stringify(row)}\n`;
    const bytes = Buffer.byteLength(line);
    // The names of CSV columns are in every row now.
    if (bytes > MAX_ROW_BYTES)
      throw invalidSeed(
        source.fileName,
        `row ${rows}`,
        `the row takes more than ${MAX_ROW_BYTES} bytes with its field names; shorten it.`,
      );
    index.add(bytes);
    profiler.add(row);
    yield line;
  }
}

async function* grouped(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    parts.push(line);
    characters += line.length;
    if (characters < WRITE_BYTES) continue;
    yield Buffer.from(parts.join(''));
    parts = [];
    characters = 0;
  }
  if (characters > 0) yield Buffer.from(parts.join(''));
}
