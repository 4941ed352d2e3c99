/** Joins small chunks until each has at least `minimumBytes`; only the last may be shorter. */
export async function* regroup(
  content: AsyncIterable<Uint8Array>,
  minimumBytes: number,
): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of content) {
    parts.push(part);
    bytes += part.length;
    if (bytes < minimumBytes) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}
