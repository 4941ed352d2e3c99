import type { JsonObject } from '@plot-palette/domain';
import { lines } from '../lines';
import { invalidSeed } from './invalid-seed';
import { parseRow } from './parse-row';
import { MAX_ROW_BYTES } from './seed-limits';

/** One object a line; LF or CRLF; blank lines are skipped. `chunks` are those of {@link utf8Chunks}. */
export async function* readJsonlRows(
  chunks: AsyncIterable<Buffer>,
  fileName: string,
): AsyncGenerator<JsonObject> {
  const check = (bytes: number, line: number): void => {
    if (bytes > MAX_ROW_BYTES)
      throw invalidSeed(
        fileName,
        `line ${line}`,
        `the line is longer than ${MAX_ROW_BYTES} bytes. JSONL needs one object a line; shorten the row, or upload an array as .json.`,
      );
  };
  let line = 0;
  for await (const bytes of lines(chunks, check)) {
    line += 1;
    const text = bytes.toString('utf8').trim();
    if (text !== '') yield parseRow(text, fileName, `line ${line}`);
  }
}
