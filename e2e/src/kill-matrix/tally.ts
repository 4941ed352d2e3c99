import type { TrialResult } from './trial';

/** What came of a number of trials. */
export interface Tally {
  /** Places where something could happen, and did in some trial. */
  readonly boundaries: number;
  readonly trials: number;
  readonly failures: readonly string[];
}

export function tallyOf(
  boundaries: number,
  results: readonly (Pick<TrialResult, 'violations'> & {
    readonly label: string;
  })[],
): Tally {
  return {
    boundaries,
    trials: results.length,
    failures: results.flatMap(({ label, violations }) =>
      violations.map((violation) => `${label}: ${violation}`),
    ),
  };
}
