import {
  BudgetTooSmall,
  formatUsd,
  minimumBudget,
  type JobSnapshot,
  type NanoUsd,
} from '@plot-palette/domain';

/** What a job needs for so many records, at the bound that a record is admitted by. */
export function budgetFor(
  {
    infrastructurePrice,
    shards,
  }: Pick<JobSnapshot, 'infrastructurePrice' | 'shards'>,
  records: number,
  recordBound: NanoUsd,
): NanoUsd {
  return minimumBudget(
    { shards: shards.length, records, recordBound },
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
