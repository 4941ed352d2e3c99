import { z } from 'zod';

export const diffLineSchema = z.strictObject({
  kind: z.enum(['same', 'added', 'removed']),
  text: z.string(),
});
export type DiffLine = z.infer<typeof diffLineSchema>;

/**
 * Lines added and removed together beyond which a difference is not searched for the shortest form: time and memory of
 * the search grow with its square.
 */
export const MAX_SEARCHED_EDITS = 2_000;

/**
 * What turns one text into another, line by line: the kept and removed lines are `before`, the kept and added ones
 * `after`. Lines are what stands between `\n`. The shortest such list (E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986) up to `maxEdits` edits; beyond them the part that differs is replaced as a whole.
 */
export function diffLines(
  before: string,
  after: string,
  maxEdits: number = MAX_SEARCHED_EDITS,
): DiffLine[] {
  const old = before.split('\n');
  const next = after.split('\n');
  const start = commonStart(old, next);
  const end = commonEnd(old, next, start);
  const oldMiddle = old.slice(start, old.length - end);
  const nextMiddle = next.slice(start, next.length - end);
  return [
    ...old.slice(0, start).map((text) => line('same', text)),
    ...(shortestEdits(oldMiddle, nextMiddle, maxEdits) ??
      replacement(oldMiddle, nextMiddle)),
    ...old.slice(old.length - end).map((text) => line('same', text)),
  ];
}

function line(kind: DiffLine['kind'], text: string): DiffLine {
  return { kind, text };
}

function commonStart(old: readonly string[], next: readonly string[]): number {
  const most = Math.min(old.length, next.length);
  let count = 0;
  while (count < most && old[count] === next[count]) count += 1;
  return count;
}

function commonEnd(
  old: readonly string[],
  next: readonly string[],
  start: number,
): number {
  const most = Math.min(old.length, next.length) - start;
  let count = 0;
  while (count < most && old.at(-1 - count) === next.at(-1 - count)) count += 1;
  return count;
}

function replacement(
  old: readonly string[],
  next: readonly string[],
): DiffLine[] {
  return [
    ...old.map((text) => line('removed', text)),
    ...next.map((text) => line('added', text)),
  ];
}

/** Undefined when there are more than `maxEdits`. */
function shortestEdits(
  old: readonly string[],
  next: readonly string[],
  maxEdits: number,
): DiffLine[] | undefined {
  const frontiers = searchFrontiers(old, next, maxEdits);
  return frontiers === undefined ? undefined : walkBack(old, next, frontiers);
}

/** How far in `old` each diagonal (place in `old` minus place in `next`) gets with as many edits as its index among `edits`. */
class Frontier {
  private readonly reached: Int32Array;

  constructor(private readonly edits: number) {
    this.reached = new Int32Array(2 * edits + 3).fill(-1);
  }

  at(diagonal: number): number {
    return this.reached[diagonal + this.edits + 1] ?? -1;
  }

  set(diagonal: number, place: number): void {
    this.reached[diagonal + this.edits + 1] = place;
  }
}

/** Whether the best way to the diagonal with one more edit adds a line, from the diagonal above; else it removes one. */
function addsLine(last: Frontier, diagonal: number, edits: number): boolean {
  return (
    diagonal === -edits ||
    (diagonal !== edits && last.at(diagonal - 1) < last.at(diagonal + 1))
  );
}

/** One frontier for each number of edits, up to the number that is enough; undefined when `maxEdits` are not. */
function searchFrontiers(
  old: readonly string[],
  next: readonly string[],
  maxEdits: number,
): Frontier[] | undefined {
  const frontiers: Frontier[] = [];
  let last = new Frontier(0);
  // With no edit the search begins as if a line had been added at the place before the first.
  last.set(1, 0);
  for (let edits = 0; edits <= maxEdits; edits += 1) {
    const frontier = new Frontier(edits);
    frontiers.push(frontier);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let place = addsLine(last, diagonal, edits)
        ? last.at(diagonal + 1)
        : last.at(diagonal - 1) + 1;
      while (
        place < old.length &&
        place - diagonal < next.length &&
        old[place] === next[place - diagonal]
      )
        place += 1;
      frontier.set(diagonal, place);
      if (place >= old.length && place - diagonal >= next.length)
        return frontiers;
    }
    last = frontier;
  }
  return undefined;
}

function walkBack(
  old: readonly string[],
  next: readonly string[],
  frontiers: readonly Frontier[],
): DiffLine[] {
  const reversed: DiffLine[] = [];
  let place = old.length;
  let diagonal = old.length - next.length;
  for (let edits = frontiers.length - 1; edits >= 0; edits -= 1) {
    const last = frontiers[edits - 1];
    const adds = last !== undefined && addsLine(last, diagonal, edits);
    const from = last?.at(adds ? diagonal + 1 : diagonal - 1) ?? 0;
    const afterEdit = last === undefined || adds ? from : from + 1;
    for (; place > afterEdit; place -= 1)
      reversed.push(line('same', old[place - 1] ?? ''));
    if (last === undefined) break;
    if (adds) reversed.push(line('added', next[place - diagonal - 1] ?? ''));
    else reversed.push(line('removed', old[place - 1] ?? ''));
    place = from;
    diagonal += adds ? 1 : -1;
  }
  return reversed.reverse();
}
