import {
  BudgetTooSmall,
  formatUsd,
  minimumBudget,
  NANO_PER_USD,
  type JobSnapshot,
  type NanoUsd,
} from '@plot-palette/domain';

const CENT_NANO_USD = NANO_PER_USD / 100;

/** What a job needs for so many records, at the bound that a record is admitted by. */
export function budgetFor(
  {
    closingNanoUsd,
    infrastructurePrice,
    shards,
  }: Pick<JobSnapshot, 'closingNanoUsd' | 'infrastructurePrice' | 'shards'>,
  records: number,
  recordBound: NanoUsd,
): NanoUsd {
  return minimumBudget(
    { closingNanoUsd, shards: shards.length, records, recordBound },
    infrastructurePrice,
  );
}

/** @throws BudgetTooSmall with the smallest budget that would do. */
export function assertAffordable(
  snapshot: JobSnapshot,
  recordBound: NanoUsd,
): void {
  const minimum = budgetFor(snapshot, 1, recordBound);
  if (snapshot.budgetNanoUsd >= minimum) return;
  const overhead = budgetFor(snapshot, 0, recordBound);
  throw new BudgetTooSmall(
    `A budget of ${formatUsd(snapshot.budgetNanoUsd)} cannot pay for a single record: its workers and the orderly end of the job need ${formatUsd(overhead)}, and one record may cost ${formatUsd(recordBound)}. The smallest budget is ${formatUsd(minimum)}.`,
    { minimumNanoUsd: minimum },
  );
}

/**
 * The same question for a job that ended: what is `left` of its limit must pay for the records named and another end.
 * @throws BudgetTooSmall with the smallest budget that would do.
 */
export function assertCanGoOn(
  snapshot: JobSnapshot,
  { limit, left }: { limit: NanoUsd; left: NanoUsd },
  { records, recordBound }: { records: number; recordBound: NanoUsd },
): void {
  const needed = budgetFor(snapshot, records, recordBound);
  if (left >= needed) return;
  const minimum = limit - left + needed;
  throw new BudgetTooSmall(
    `The job cannot go on: ${formatUsd(Math.max(0, left))} of its budget of ${formatUsd(limit)} is left, and its workers, ${records === 0 ? '' : 'one more record and '}another orderly end may need ${formatUsd(needed)}. Resume it with a budget of ${formatUsd(wholeCents(minimum))} or more.`,
    { minimumNanoUsd: minimum },
  );
}

/** Rounded up: what is shown must do when it is typed. */
function wholeCents(amount: NanoUsd): NanoUsd {
  return Math.ceil(amount / CENT_NANO_USD) * CENT_NANO_USD;
}
