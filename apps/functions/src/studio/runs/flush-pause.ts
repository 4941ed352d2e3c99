const FIRST_PAUSE_MS = 50;
const PAUSE_GROWTH_MS = 25;
const LONGEST_PAUSE_MS = 250;

/** How long events gather after so many flushes: nothing waits for the first, and a long answer needs fewer of them. */
export function flushPauseMs(flushes: number): number {
  return flushes === 0
    ? 0
    : Math.min(
        LONGEST_PAUSE_MS,
        FIRST_PAUSE_MS + PAUSE_GROWTH_MS * (flushes - 1),
      );
}
