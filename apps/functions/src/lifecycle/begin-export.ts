import { isTerminal, type ShardOutcome } from '@plot-palette/domain';
import type { JobStore, ObjectStore, ShardStore } from '@plot-palette/stores';
import type { AttemptEvent } from './attempt-event';
import { jobTotals, readManifests } from './shard-manifests';

export interface BeginExportDependencies {
  readonly jobs: Pick<JobStore, 'get' | 'transition'>;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly objects: Pick<ObjectStore, 'get'>;
}

export interface ExportPlan extends AttemptEvent {
  readonly outcomes: {
    readonly shard: number;
    readonly outcome: ShardOutcome;
  }[];
  /** False when no record was finished: with rejected ones alone, their reasons are exported. */
  readonly export: boolean;
}

/** Moves the job to EXPORTING, also when there is nothing to export: every end passes through it. May be repeated. */
export async function beginExport(
  { jobId, attempt }: AttemptEvent,
  { jobs, shards, objects }: BeginExportDependencies,
): Promise<ExportPlan> {
  const job = await jobs.get(jobId);
  if (job === undefined || job.attempt !== attempt || isTerminal(job.status))
    return { jobId, attempt, outcomes: [], export: false };
  if (job.status !== 'EXPORTING')
    await jobs.transition(jobId, 'EXPORTING', {}, { attempt });
  const rows = await shards.list(jobId);
  const { accepted, rejected } = jobTotals(
    await readManifests(objects, jobId, job.shards),
  );
  return {
    jobId,
    attempt,
    outcomes: rows.map(({ shard, outcome }) => ({ shard, outcome })),
    export: accepted + rejected > 0,
  };
}
