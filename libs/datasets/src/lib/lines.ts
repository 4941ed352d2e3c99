const LINE_FEED = 0x0a;

/**
 * The lines of a file without their line feeds; what follows the last one is a line too, unless it is empty.
 * `check` is told how long the line of a number (from one) is so far, and may throw before more of it is collected.
 */
export async function* lines(
  chunks: AsyncIterable<Buffer>,
  check: (bytes: number, line: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const piece of chunks) {
    const chunk = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    // What is left of earlier chunks was searched already.
    let to = chunk.indexOf(LINE_FEED, rest.length);
    for (; to !== -1; to = chunk.indexOf(LINE_FEED, from)) {
      check(to - from, line);
      yield chunk.subarray(from, to);
      from = to + 1;
      line += 1;
    }
    rest = chunk.subarray(from);
    check(rest.length, line);
  }
  if (rest.length > 0) yield rest;
}
