import {
  isTerminal,
  nextRun,
  type Job,
  type ShardRun,
} from '@plot-palette/domain';
import type { JobStore, ShardStore } from '@plot-palette/stores';

export interface InspectDependencies {
  readonly jobs: Pick<JobStore, 'get'>;
  readonly shards: Pick<ShardStore, 'get'>;
}

/**
 * What comes after a worker's end. Only the shard's row and the job decide, never the task's exit code; the row itself
 * is the worker's and is not written here.
 */
export async function inspectShard(
  run: ShardRun,
  { jobs, shards }: InspectDependencies,
): Promise<ShardRun> {
  const [job, row] = await Promise.all([
    jobs.get(run.jobId),
    shards.get(run.jobId, Number(run.shard)),
  ]);
  const cancelled: ShardRun = { ...run, done: true, outcome: 'CANCELLED' };
  if (row === undefined) return cancelled;
  const next = nextRun(run, row);
  return next.done || mayRunAgain(job, run)
    ? next
    : { ...next, done: true, outcome: 'CANCELLED' };
}

function mayRunAgain(job: Job | undefined, { attempt }: ShardRun): boolean {
  return (
    job !== undefined &&
    job.attempt === attempt &&
    !job.cancelRequested &&
    !isTerminal(job.status)
  );
}
