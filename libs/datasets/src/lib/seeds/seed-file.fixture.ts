import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { NotFound, type SeedFormat } from '@plot-palette/domain';
import { normaliseSeed, type NormalisedSeed } from './normalise-seed';
import type { SeedObjects } from './open-seed-rows';

/** A file's content in pieces of a chosen size, as a network would deliver it. */
export async function* inPieces(
  content: string | Uint8Array,
  pieceBytes = 65_536,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += pieceBytes)
    yield bytes.subarray(at, at + pieceBytes);
}

/** A seed file of any size that is never whole in memory. */
export async function* generatedJsonArray(
  rows: number,
  rowCharacters: number,
): AsyncGenerator<Uint8Array> {
  for (let row = 0; row < rows; row += 1) {
    const text = `Zeile ${row} – ${'ü'.repeat(rowCharacters)}`;
    const line = JSON.stringify({ row, author: { name: 'Jürgen' }, text });
    yield Buffer.from(`${row === 0 ? '[' : ','}${line}\n`);
  }
  yield Buffer.from(']');
}

export interface Normalised extends NormalisedSeed {
  readonly lines: Buffer;
}

export async function normalise(
  format: SeedFormat,
  content: string | Uint8Array,
  pieceBytes?: number,
): Promise<Normalised> {
  let lines: Buffer = Buffer.alloc(0);
  const seed = await normaliseSeed(
    {
      fileName: `poems.${format}`,
      format,
      content: inPieces(content, pieceBytes),
    },
    async (stream) => {
      lines = await buffer(stream);
    },
  );
  return { ...seed, lines };
}

/** Counts what is asked of it. */
export class MemoryObjects implements SeedObjects {
  readonly reads: string[] = [];

  constructor(private readonly objects: Record<string, Buffer>) {}

  async get(key: string): Promise<{ body: Buffer } | undefined> {
    this.reads.push(key);
    const body = this.objects[key];
    return body === undefined ? undefined : { body };
  }

  async stream(
    key: string,
    range: { from: number; to: number },
  ): Promise<Readable> {
    this.reads.push(`${key}[${range.from},${range.to})`);
    const body = this.objects[key];
    if (body === undefined) throw new NotFound(`There is no object ${key}.`);
    return Readable.from([body.subarray(range.from, range.to)]);
  }
}
