import type { Manifest } from '@plot-palette/domain';

type Version = Pick<Manifest, 'fence' | 'version'>;

export type WriteDecision =
  /** The stored body is the write itself: its reply was lost. */
  | 'DONE'
  /** A younger owner has written: write nothing more. */
  | 'FENCED'
  /** Somebody else's older version lies there: take it in and write again. */
  | 'MERGE'
  /** Nothing is stored: write it as the first. */
  | 'CREATE';

/** After a manifest write that failed: what the stored body says about it. */
export function decideAfterFailure(
  stored: Version | undefined,
  attempted: Version,
): WriteDecision {
  if (stored === undefined) return 'CREATE';
  if (stored.fence > attempted.fence) return 'FENCED';
  return stored.fence === attempted.fence &&
    stored.version === attempted.version
    ? 'DONE'
    : 'MERGE';
}
