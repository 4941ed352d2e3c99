import type { JsonObject } from '@plot-palette/domain';
import { JsonArraySplitter } from './json-array-splitter';
import { parseRow } from './parse-row';

/** The objects of a top-level array, or of the array that is a top-level object's only property. */
export async function* readJsonRows(
  chunks: AsyncIterable<Buffer>,
  fileName: string,
): AsyncGenerator<JsonObject> {
  const splitter = new JsonArraySplitter(fileName);
  let row = 0;
  for await (const chunk of chunks)
    for (const bytes of splitter.push(chunk)) {
      row += 1;
      yield parseRow(bytes.toString('utf8'), fileName, `row ${row}`);
    }
  splitter.end();
}
