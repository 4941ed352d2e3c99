const LINE_FEED = 0x0a;

/**
 * Lines of a UTF-8 byte stream, as many at a time as a chunk completes. Only a line feed ends a line: JSON may hold U+2028,
 * at which readline would cut.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string[]> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(LINE_FEED);
    if (end < 0) {
      pending.push(bytes);
      continue;
    }
    const whole = bytes.subarray(0, end);
    yield Buffer.concat([...pending, whole])
      .toString('utf8')
      .split('\n');
    pending = end + 1 < bytes.byteLength ? [bytes.subarray(end + 1)] : [];
  }
  if (pending.length > 0) yield [Buffer.concat(pending).toString('utf8')];
}
