import {
  BudgetTooSmall,
  formatUsd,
  type JobSnapshot,
  type NanoUsd,
} from '@plot-palette/domain';

/** A worker reserves its own running time this far ahead before it admits a record. */
const WORKER_SECONDS_AHEAD = 60;

/** The smallest budget that a job can do anything with: its orderly end, its workers' first minute and one record. */
export function minimumBudget(
  {
    closingNanoUsd,
    infrastructurePrice,
    shards,
  }: Pick<JobSnapshot, 'closingNanoUsd' | 'infrastructurePrice' | 'shards'>,
  recordNanoUsd: NanoUsd,
): NanoUsd {
  const workers =
    shards.length *
    WORKER_SECONDS_AHEAD *
    infrastructurePrice.workerNanoUsdPerSecond;
  return closingNanoUsd + workers + recordNanoUsd;
}

/** @throws BudgetTooSmall with the smallest budget that would do. */
export function assertAffordable(
  snapshot: JobSnapshot,
  recordNanoUsd: NanoUsd,
): void {
  const minimum = minimumBudget(snapshot, recordNanoUsd);
  if (snapshot.budgetNanoUsd >= minimum) return;
  throw new BudgetTooSmall(
    `A budget of ${formatUsd(snapshot.budgetNanoUsd)} cannot pay for a single record: the end of the job needs ${formatUsd(snapshot.closingNanoUsd)} and one record may cost ${formatUsd(recordNanoUsd)}. The smallest budget is ${formatUsd(minimum)}.`,
    { minimumNanoUsd: minimum },
  );
}
