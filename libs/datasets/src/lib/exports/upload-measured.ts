import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ExportFormat } from '@plot-palette/domain';

const UPLOAD_BYTES = 262_144;

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  JSONL: 'application/x-ndjson',
  CSV: 'text/csv; charset=utf-8',
  PARQUET: 'application/vnd.apache.parquet',
};

/** Where the files of an export go. */
export interface ExportSink {
  /** Must consume the stream, and keep nothing when it fails. */
  upload(key: string, content: Readable, contentType: string): Promise<unknown>;
}

export interface Measured {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Uploads in constant memory and measures what went out. */
export async function uploadMeasured(
  sink: ExportSink,
  key: string,
  contentType: string,
  content: AsyncIterable<string | Uint8Array>,
): Promise<Measured> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of grouped(content)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const stream = Readable.from(measured(), {
    objectMode: false,
    highWaterMark: UPLOAD_BYTES,
  });
  try {
    await sink.upload(key, stream, contentType);
  } finally {
    stream.destroy();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Joins lines to chunks that are worth a write. */
async function* grouped(
  content: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Buffer> {
  let parts: (string | Uint8Array)[] = [];
  let size = 0;
  for await (const part of content) {
    parts.push(part);
    size += part.length;
    if (size < UPLOAD_BYTES) continue;
    yield joined(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield joined(parts);
}

/** Copies as little as it can: this runs for every byte of an export. */
function joined(parts: readonly (string | Uint8Array)[]): Buffer {
  if (parts.every((part) => typeof part === 'string'))
    return Buffer.from(parts.join(''));
  const buffers = parts.map((part) =>
    typeof part === 'string'
      ? Buffer.from(part)
      : Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  );
  const [first] = buffers;
  return first !== undefined && buffers.length === 1
    ? first
    : Buffer.concat(buffers);
}
