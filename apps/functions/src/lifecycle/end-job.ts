import {
  canTransition,
  DEFAULT_INFRASTRUCTURE_PRICE,
  finalStatus,
  isTerminal,
  NotFound,
  type InfrastructurePrice,
  type Job,
  type JobStatus,
  type RecordCounts,
} from '@plot-palette/domain';
import type {
  JobStore,
  ObjectStore,
  QueueStore,
  ShardStore,
} from '@plot-palette/stores';
import { readExports } from './exported-files';
import { readSnapshot } from './job-snapshot';
import { settleLedger, type SettleDependencies } from './settle-ledger';
import { jobTotals, readManifests } from './shard-manifests';

export interface EndDependencies extends SettleDependencies {
  readonly jobs: Pick<JobStore, 'get' | 'transition'>;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly queue: Pick<QueueStore, 'slots' | 'freeSlot'>;
}

/** How far a job is when its end finds it earlier than where it may end. */
const PATH: readonly JobStatus[] = ['STARTING', 'RUNNING', 'EXPORTING'];

/**
 * The end of an attempt: money first, then the job's final status, then its slot. Each step may be repeated, so whoever
 * finds it half done does it again from the start.
 */
export async function endJob(
  job: Job,
  failure: string | undefined,
  dependencies: EndDependencies,
): Promise<Job> {
  const { jobs, shards, objects } = dependencies;
  const { jobId, attempt } = job;
  const manifests = await readManifests(objects, jobId, job.shards);
  const price = await priceOf(objects, jobId);
  const exports = await readExports(objects, jobId);
  const ledger = await settleLedger(
    { ...job, exports: exports ?? job.exports },
    manifests,
    price,
    dependencies,
  );
  let ended = job;
  if (!isTerminal(job.status)) {
    const { accepted, rejected } = jobTotals(manifests);
    const counts = countsOf(job, accepted, rejected);
    const missing =
      failure === undefined && accepted + rejected > 0 && exports === undefined
        ? 'The export did not finish. Resume the job to export again.'
        : failure;
    const end = finalStatus({
      shards: await shards.list(jobId),
      counts,
      cancelRequested: job.cancelRequested,
      failure: missing,
    });
    await walkTo(job, end.status, jobs);
    ended = await jobs.transition(
      jobId,
      end.status,
      {
        statusReason: end.reason,
        counts,
        exports: exports ?? job.exports,
        finishedAt: new Date().toISOString(),
        ...(ledger === undefined
          ? {}
          : { spentNanoUsd: ledger.settled + ledger.writtenOff }),
      },
      { attempt },
    );
  }
  await freeSlotOf(job, dependencies);
  return ended;
}

function countsOf(
  { records }: Job,
  accepted: number,
  rejected: number,
): RecordCounts {
  const notAttempted = Math.max(0, records - accepted - rejected);
  return { accepted, rejected, notAttempted };
}

/** A job whose configuration is gone can still end: the price of its last minutes is the current one then. */
async function priceOf(
  objects: Pick<ObjectStore, 'get'>,
  jobId: string,
): Promise<InfrastructurePrice> {
  try {
    return (await readSnapshot(objects, jobId)).infrastructurePrice;
  } catch (error) {
    if (error instanceof NotFound) return DEFAULT_INFRASTRUCTURE_PRICE;
    throw error;
  }
}

/** Through the statuses in between, because the transition table has no way around them. */
async function walkTo(
  { jobId, attempt, status }: Job,
  to: JobStatus,
  jobs: Pick<JobStore, 'transition'>,
): Promise<void> {
  let current = status;
  while (!canTransition(current, to)) {
    const next = PATH[PATH.indexOf(current) + 1];
    if (next === undefined) return;
    await jobs.transition(jobId, next, {}, { attempt });
    current = next;
  }
}

async function freeSlotOf(
  { jobId, attempt }: Job,
  { queue }: Pick<EndDependencies, 'queue'>,
): Promise<void> {
  const mine = (await queue.slots()).find(
    (slot) => slot.jobId === jobId && slot.attempt === attempt,
  );
  if (mine !== undefined) await queue.freeSlot(mine.slot, jobId, attempt);
}
