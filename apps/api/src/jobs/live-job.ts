import {
  addTotals,
  EMPTY_TOTALS,
  isTerminal,
  type Job,
  type ShardRow,
  type ShardTotals,
} from '@plot-palette/domain';

export function totalsOf(
  rows: readonly Pick<ShardRow, 'totals'>[],
): ShardTotals {
  return rows.reduce((sum, { totals }) => addTotals(sum, totals), EMPTY_TOTALS);
}

/** While a job runs, its row knows nothing of its records yet: its shards do. */
export function withLiveCounts(job: Job, rows: readonly ShardRow[]): Job {
  if (isTerminal(job.status) || rows.length === 0) return job;
  const { accepted, rejected, modelNanoUsd, infrastructureNanoUsd } =
    totalsOf(rows);
  const notAttempted = Math.max(0, job.records - accepted - rejected);
  return {
    ...job,
    counts: { accepted, rejected, notAttempted },
    spentNanoUsd: Math.max(
      job.spentNanoUsd,
      modelNanoUsd + infrastructureNanoUsd,
    ),
  };
}
