/** A place in a template: both counted from 1, columns in UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const NEWLINES = /\r\n?/g;

/** Jinja reads every newline as `\n` and drops one at the very end (`keep_trailing_newline = False`). */
export function normaliseSource(source: string): string {
  const unixSource = source.replace(NEWLINES, '\n');
  return unixSource.endsWith('\n') ? unixSource.slice(0, -1) : unixSource;
}

export function positionAt(source: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (
    let newline = source.indexOf('\n');
    newline !== -1 && newline < offset;
    newline = source.indexOf('\n', newline + 1)
  ) {
    line += 1;
    lineStart = newline + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
