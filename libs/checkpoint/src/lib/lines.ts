const LINE_FEED = 0x0a;

/** Lines of a UTF-8 byte stream. Only a line feed ends a line: JSON may hold U+2028, at which readline would cut. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (
      let end = bytes.indexOf(LINE_FEED);
      end >= 0;
      end = bytes.indexOf(LINE_FEED, start)
    ) {
      yield Buffer.concat([...pending, bytes.subarray(start, end)]).toString(
        'utf8',
      );
      pending = [];
      start = end + 1;
    }
    if (start < bytes.byteLength) pending.push(bytes.subarray(start));
  }
  if (pending.length > 0) yield Buffer.concat(pending).toString('utf8');
}
