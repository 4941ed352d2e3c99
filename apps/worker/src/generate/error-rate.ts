/** How the last attempts went. */
export interface ErrorRate {
  /** Reasons of failures, undefined for successes; the newest last. */
  readonly recent: readonly (string | undefined)[];
  readonly refusalsInARow: number;
}

export const NO_ERRORS: ErrorRate = { recent: [], refusalsInARow: 0 };

const WINDOW = 100;
const MIN_ATTEMPTS = 50;
const MAX_FAILED_SHARE = 0.5;
const MAX_REFUSALS_IN_A_ROW = 10;

export type AttemptOutcome =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'FAILED'; readonly reason: string }
  /** The model did not take the request itself. */
  | { readonly kind: 'REFUSED'; readonly reason: string };

export function afterAttempt(
  { recent, refusalsInARow }: ErrorRate,
  outcome: AttemptOutcome,
): ErrorRate {
  const reason = outcome.kind === 'ACCEPTED' ? undefined : outcome.reason;
  return {
    recent: [...recent.slice(1 - WINDOW), reason],
    refusalsInARow: outcome.kind === 'REFUSED' ? refusalsInARow + 1 : 0,
  };
}

/** Why the job should pause instead of burning money; undefined while it should not. */
export function pauseReason({
  recent,
  refusalsInARow,
}: ErrorRate): string | undefined {
  const reasons = recent.filter((reason) => reason !== undefined);
  const last = reasons.at(-1);
  if (refusalsInARow >= MAX_REFUSALS_IN_A_ROW)
    return `The model refused ${refusalsInARow} requests in a row, the last with: ${last}`;
  const failsTooOften =
    recent.length >= MIN_ATTEMPTS &&
    reasons.length > recent.length * MAX_FAILED_SHARE;
  return failsTooOften
    ? `${reasons.length} of the last ${recent.length} attempts failed, most often with: ${mostFrequent(reasons)}`
    : undefined;
}

function mostFrequent(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons)
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? '';
}
