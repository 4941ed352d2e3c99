import type { JsonObject } from '@plot-palette/domain';
import { invalidSeed } from './invalid-seed';
import { parseRow } from './parse-row';
import { MAX_ROW_BYTES } from './seed-limits';

const LINE_FEED = 0x0a;

/** One object a line; LF or CRLF; blank lines are skipped. `chunks` are those of {@link utf8Chunks}. */
export async function* readJsonlRows(
  chunks: AsyncIterable<Buffer>,
  fileName: string,
): AsyncGenerator<JsonObject> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  const parse = (bytes: Buffer): JsonObject | undefined => {
    line += 1;
    if (bytes.length > MAX_ROW_BYTES) throw tooLong(fileName, line);
    const text = bytes.toString('utf8').trim();
    return text === '' ? undefined : parseRow(text, fileName, `line ${line}`);
  };
  for await (const piece of chunks) {
    const chunk = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    // What is left of earlier chunks was searched already.
    let to = chunk.indexOf(LINE_FEED, rest.length);
    for (; to !== -1; to = chunk.indexOf(LINE_FEED, from)) {
      const row = parse(chunk.subarray(from, to));
      if (row !== undefined) yield row;
      from = to + 1;
    }
    rest = chunk.subarray(from);
    if (rest.length > MAX_ROW_BYTES) throw tooLong(fileName, line + 1);
  }
  const row = parse(rest);
  if (row !== undefined) yield row;
}

function tooLong(fileName: string, line: number): Error {
  return invalidSeed(
    fileName,
    `line ${line}`,
    `the line is longer than ${MAX_ROW_BYTES} bytes. JSONL needs one object a line; shorten the row, or upload an array as .json.`,
  );
}
