import { z } from 'zod';
import { uuidSchema } from './identifier';
import type { ShardOutcome, ShardRow } from './shard';

/** The state that the lifecycle's Map carries through the runs of one shard. */
export const shardRunSchema = z.object({
  jobId: uuidSchema,
  attempt: z.number().int().positive(),
  shard: z.string(),
  runs: z.number().int().nonnegative(),
  spotLosses: z.number().int().nonnegative(),
  runsWithoutProgress: z.number().int().nonnegative(),
  /** What `finishedIn` said before the run. */
  recordsBefore: z.number().int().nonnegative(),
  capacityProvider: z.enum(['FARGATE_SPOT', 'FARGATE']),
  done: z.boolean(),
  outcome: z.string(),
});
export type ShardRun = z.infer<typeof shardRunSchema>;

export const MAX_RUNS = 20;
export const MAX_RUNS_WITHOUT_PROGRESS = 3;
export const SPOT_LOSSES_BEFORE_ON_DEMAND = 2;

const FINAL: ReadonlySet<ShardOutcome> = new Set([
  'DONE',
  'OUT_OF_BUDGET',
  'PAUSED',
  'CANCELLED',
  'FAILED',
]);

/** Grows with every record that is saved, also with one that only takes the place of a rejected one. */
function finishedIn({ totals }: Pick<ShardRow, 'totals'>): number {
  return totals.attempts;
}

export function firstRun(
  jobId: string,
  attempt: number,
  row: Pick<ShardRow, 'shard' | 'totals'>,
): ShardRun {
  return {
    jobId,
    attempt,
    shard: String(row.shard),
    runs: 0,
    spotLosses: 0,
    runsWithoutProgress: 0,
    recordsBefore: finishedIn(row),
    capacityProvider: 'FARGATE_SPOT',
    done: false,
    outcome: 'PENDING',
  };
}

/**
 * After a worker ended, however it ended, its row says what comes next: a final outcome ends the shard, anything else
 * (a row still RUNNING included: the worker died) runs again, on demand after two losses of Spot capacity.
 */
export function nextRun(run: ShardRun, row: ShardRow): ShardRun {
  const records = finishedIn(row);
  const runs = run.runs + 1;
  const runsWithoutProgress =
    records > run.recordsBefore ? 0 : run.runsWithoutProgress + 1;
  const ended = { ...run, runs, runsWithoutProgress, recordsBefore: records };
  if (FINAL.has(row.outcome))
    return { ...ended, done: true, outcome: row.outcome };
  if (runs >= MAX_RUNS || runsWithoutProgress >= MAX_RUNS_WITHOUT_PROGRESS) {
    return { ...ended, done: true, outcome: 'FAILED' };
  }
  const spotLosses =
    run.spotLosses + (run.capacityProvider === 'FARGATE_SPOT' ? 1 : 0);
  return {
    ...ended,
    spotLosses,
    capacityProvider:
      spotLosses >= SPOT_LOSSES_BEFORE_ON_DEMAND ? 'FARGATE' : 'FARGATE_SPOT',
    done: false,
    outcome: row.outcome,
  };
}
