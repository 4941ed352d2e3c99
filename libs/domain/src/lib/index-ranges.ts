import { z } from 'zod';

/** Sorted, disjoint, non-adjacent half-open ranges `[from, to)` of record indexes: a million done records in a few numbers. */
export const indexRangesSchema = z.array(
  z.tuple([z.number().int().nonnegative(), z.number().int().positive()]),
);
export type IndexRanges = z.infer<typeof indexRangesSchema>;

export function rangesOf(indexes: Iterable<number>): IndexRanges {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const ranges: IndexRanges = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === index) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  }
  return ranges;
}

export function countIndexes(ranges: IndexRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

export function unionRanges(a: IndexRanges, b: IndexRanges): IndexRanges {
  const sorted = [...a, ...b].sort((x, y) => x[0] - y[0]);
  const merged: IndexRanges = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** The parts of `[from, to)` that `ranges` leaves open: what is still to be done. */
export function gapsOf(
  ranges: IndexRanges,
  from: number,
  to: number,
): IndexRanges {
  const gaps: IndexRanges = [];
  let next = from;
  for (const [start, end] of ranges) {
    if (end <= next) continue;
    if (start >= to) break;
    if (start > next) gaps.push([next, start]);
    next = Math.max(next, end);
  }
  if (next < to) gaps.push([next, to]);
  return gaps;
}

/** What of `ranges` is in no range of `taken`. */
export function subtractRanges(
  ranges: IndexRanges,
  taken: IndexRanges,
): IndexRanges {
  return ranges.flatMap(([from, to]) => gapsOf(taken, from, to));
}

export function includesIndex(ranges: IndexRanges, index: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] ?? [0, 0];
    if (index < from) high = middle - 1;
    else if (index >= to) low = middle + 1;
    else return true;
  }
  return false;
}
