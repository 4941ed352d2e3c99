import { z } from 'zod';
import { diffLineSchema, type DiffLine } from './line-diff';

/** A place where two texts differ, with the lines around it. Line numbers begin with 1. */
export const diffHunkSchema = z.strictObject({
  /** Number of its first line in the old and in the new text. */
  fromLine: z.number().int().positive(),
  toLine: z.number().int().positive(),
  lines: z.array(diffLineSchema),
});
export type DiffHunk = z.infer<typeof diffHunkSchema>;

/** Unchanged lines that are shown before and after a change. */
const CONTEXT_LINES = 3;

/** The changes with `context` unchanged lines around them; changes whose surroundings meet are one hunk. None when the texts are equal. */
export function diffHunks(
  lines: readonly DiffLine[],
  context: number = CONTEXT_LINES,
): DiffHunk[] {
  const shown = shownLines(lines, context);
  const hunks: DiffHunk[] = [];
  let fromLine = 1;
  let toLine = 1;
  for (const [index, line] of lines.entries()) {
    if (shown.has(index)) {
      if (!shown.has(index - 1)) hunks.push({ fromLine, toLine, lines: [] });
      hunks.at(-1)?.lines.push(line);
    }
    if (line.kind !== 'added') fromLine += 1;
    if (line.kind !== 'removed') toLine += 1;
  }
  return hunks;
}

function shownLines(
  lines: readonly DiffLine[],
  context: number,
): ReadonlySet<number> {
  const shown = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let near = index - context; near <= index + context; near += 1)
      if (near >= 0 && near < lines.length) shown.add(near);
  }
  return shown;
}
