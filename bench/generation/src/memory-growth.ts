/** The resident set of a process at a moment. */
export interface MemorySample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly megabytes: number;
}

/**
 * Megabytes by which the resident set grew from a run's second tenth to its
 * last: the mean of each, since one sample shows where the garbage collector
 * happened to be. Tenths are of the records, not of the time.
 *
 * @param doneMs when each record was done, in any order
 */
export function memoryGrowth(
  samples: readonly MemorySample[],
  doneMs: readonly number[],
): number {
  const done = [...doneMs].sort((a, b) => a - b);
  const at = (share: number): number =>
    done[Math.floor((done.length - 1) * share)] ?? NaN;
  return (
    meanBetween(samples, at(0.9), at(1)) -
    meanBetween(samples, at(0.1), at(0.2))
  );
}

function meanBetween(
  samples: readonly MemorySample[],
  fromMs: number,
  toMs: number,
): number {
  const between = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const sum = between.reduce((total, { megabytes }) => total + megabytes, 0);
  return sum / between.length;
}
