import type { SeedData } from '@plot-palette/domain';

/** A function runs for 15 minutes at most, and marks the seed anew each time it is tried again. */
const ABANDONED_MS = 20 * 60 * 1_000;

/** The seed as it is shown: one whose reading ended without leaving a word would otherwise be PROFILING for ever. */
export function withAbandonedMarked(seed: SeedData, now: Date): SeedData {
  const isAbandoned =
    seed.state === 'PROFILING' &&
    now.getTime() - Date.parse(seed.updatedAt) > ABANDONED_MS;
  return isAbandoned
    ? {
        ...seed,
        state: 'INVALID',
        error: `${seed.fileName}: reading it was broken off, by a file that is too large or too wide, or by a fault on our side. Upload it again, in parts if it is large.`,
      }
    : seed;
}
