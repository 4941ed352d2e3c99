import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ExportFormat } from '@plot-palette/domain';

/** Smaller pieces are joined. */
const LEAST_UPLOAD_BYTES = 65_536;

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
  content: AsyncIterable<Uint8Array>,
): Promise<Measured> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of grouped(content)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const stream = Readable.from(measured(), {
    objectMode: false,
    highWaterMark: LEAST_UPLOAD_BYTES,
  });
  try {
    await sink.upload(key, stream, contentType);
  } finally {
    stream.destroy();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Joins small pieces; large ones pass as they are. */
async function* grouped(
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    parts.push(part);
    size += part.length;
    if (size < LEAST_UPLOAD_BYTES) continue;
    yield joined(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  return first !== undefined && parts.length === 1
    ? first
    : Buffer.concat(parts);
}
