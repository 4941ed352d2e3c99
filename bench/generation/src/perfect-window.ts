/**
 * Milliseconds that a window of `width` places takes for records of these durations, in this order, when each begins
 * the moment a place is free.
 */
export function perfectWindowMs(
  durationsMs: readonly number[],
  width: number,
): number {
  const freeAtMs = new Array<number>(width).fill(0);
  let endMs = 0;
  for (const durationMs of durationsMs) {
    const place = earliest(freeAtMs);
    const doneMs = (freeAtMs[place] ?? 0) + durationMs;
    freeAtMs[place] = doneMs;
    endMs = Math.max(endMs, doneMs);
  }
  return endMs;
}

/** The sum of the durations ÷ the places: less is impossible. */
export function idealMs(durationsMs: readonly number[], width: number): number {
  return durationsMs.reduce((sum, ms) => sum + ms, 0) / width;
}

function earliest(freeAtMs: readonly number[]): number {
  let first = 0;
  freeAtMs.forEach((atMs, place) => {
    if (atMs < (freeAtMs[first] ?? 0)) first = place;
  });
  return first;
}
