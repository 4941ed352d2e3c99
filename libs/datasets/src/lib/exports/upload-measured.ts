import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

const UPLOAD_BYTES = 262_144;

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
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of content) {
    const buffer = typeof part === 'string' ? Buffer.from(part) : part;
    parts.push(buffer);
    bytes += buffer.length;
    if (bytes < UPLOAD_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}
