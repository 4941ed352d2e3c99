import { isUtf8 } from 'node:buffer';
import { foreignContent, withoutByteOrderMark } from './file-signature';
import { invalidSeed } from './invalid-seed';
import { regroup } from './regroup';

const CHUNK_BYTES = 65_536;
const LINE_FEED = 0x0a;
const REPLACEMENT = Buffer.from('\uFFFD');

/**
 * Checks that a file is UTF-8 while it streams by. The chunks end between characters, without the byte order mark.
 * Throws InvalidInput with line and byte of the first fault.
 */
export async function* utf8Chunks(
  content: AsyncIterable<Uint8Array>,
  fileName: string,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let lines = 0;
  let first = true;
  const check = (chunk: Buffer): Buffer => {
    if (!isUtf8(chunk)) throw invalidByte(fileName, chunk, offset, lines);
    offset += chunk.length;
    lines += countLines(chunk);
    return chunk;
  };
  for await (const piece of regroup(content, CHUNK_BYTES)) {
    const chunk = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const complete = chunk.subarray(0, chunk.length - unfinishedBytes(chunk));
    rest = chunk.subarray(complete.length);
    if (first) {
      const foreign = foreignContent(complete);
      if (foreign !== undefined) throw invalidSeed(fileName, '', foreign);
      yield withoutByteOrderMark(check(complete));
    } else yield check(complete);
    first = false;
  }
  if (rest.length > 0) check(rest);
}

/** Bytes of a last character whose other bytes are in the next chunk. */
function unfinishedBytes(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    const continues = (byte & 0xc0) === 0x80;
    if (!continues) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (
    let at = chunk.indexOf(LINE_FEED);
    at !== -1;
    at = chunk.indexOf(LINE_FEED, at + 1)
  )
    lines += 1;
  return lines;
}

function invalidByte(
  fileName: string,
  chunk: Buffer,
  offset: number,
  lines: number,
): Error {
  const at = firstInvalid(chunk);
  const line = lines + countLines(chunk.subarray(0, at)) + 1;
  return invalidSeed(
    fileName,
    `line ${line}`,
    `byte ${offset + at + 1} of the file is not UTF-8. Save the file as UTF-8 and upload it again.`,
  );
}

/** Decoding turns the first fault into U+FFFD; all before it is exact, so its length in bytes is the fault's offset. */
function firstInvalid(chunk: Buffer): number {
  const text = chunk.toString('utf8');
  let bytes = 0;
  let from = 0;
  for (
    let at = text.indexOf('\uFFFD');
    at !== -1;
    at = text.indexOf('\uFFFD', from)
  ) {
    bytes += Buffer.byteLength(text.slice(from, at));
    const genuine = chunk.subarray(bytes, bytes + 3).equals(REPLACEMENT);
    if (!genuine) return bytes;
    bytes += REPLACEMENT.length;
    from = at + 1;
  }
  return bytes;
}
