import { jobScope, storageKeys, uuidSchema } from '@plot-palette/domain';
import type {
  JobStore,
  LedgerStore,
  ObjectStore,
  QueueStore,
  ShardStore,
} from '@plot-palette/stores';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Executions } from './executions';

export const deleteJobEventSchema = z.object({ jobId: uuidSchema });
export type DeleteJobEvent = z.infer<typeof deleteJobEventSchema>;

export interface DeleteDependencies {
  readonly jobs: Pick<JobStore, 'get' | 'delete'>;
  readonly queue: Pick<QueueStore, 'slots' | 'freeSlot'>;
  readonly shards: Pick<ShardStore, 'list' | 'takeOver' | 'deleteAll'>;
  readonly ledger: Pick<LedgerStore, 'delete'>;
  readonly objects: Pick<ObjectStore, 'deletePrefix'>;
  readonly executions: Pick<Executions, 'state' | 'stop'>;
  /** How long the execution may take to stop before this invocation fails and is retried. */
  readonly patienceMs: number;
  /** How long a worker may take to notice that its fence was raised. */
  readonly fenceNoticeMs: number;
}

export interface Deleted {
  readonly jobId: string;
  /** False when there was no such job, or nobody asked for its deletion. */
  readonly deleted: boolean;
  readonly objects: number;
  readonly shards: number;
}

/** The execution has not stopped yet; asking again later helps. */
export class StillRunning extends Error {
  override readonly name = 'StillRunning';
}

const POLL_MS = 1_000;

/**
 * Deletes a job that is DELETING, its row last: until then everything can be done again. Cost rows expire by themselves.
 * @throws StillRunning when the job's execution takes too long to stop.
 */
export async function deleteJob(
  { jobId }: DeleteJobEvent,
  dependencies: DeleteDependencies,
): Promise<Deleted> {
  const { jobs, shards, ledger, objects, fenceNoticeMs } = dependencies;
  const job = await jobs.get(jobId);
  if (job?.status !== 'DELETING')
    return { jobId, deleted: false, objects: 0, shards: 0 };
  const rows = await shards.list(jobId);
  // A worker that meets a higher fence writes nothing more, however long its task still lives.
  for (const { shard } of rows) await shards.takeOver(jobId, shard, 0);
  if (await leaveSlot(jobId, dependencies)) await pause(fenceNoticeMs);
  const deleted = await objects.deletePrefix(storageKeys.job(jobId));
  await shards.deleteAll(jobId);
  await ledger.delete(jobScope(jobId));
  await jobs.delete(jobId);
  return { jobId, deleted: true, objects: deleted, shards: rows.length };
}

/** @returns whether the job had a slot, and so perhaps workers until now. */
async function leaveSlot(
  jobId: string,
  { queue, executions, patienceMs }: DeleteDependencies,
): Promise<boolean> {
  const slot = (await queue.slots()).find((each) => each.jobId === jobId);
  if (slot === undefined) return false;
  const endAt = Date.now() + patienceMs;
  const { attempt } = slot;
  while ((await executions.state(slot)) === 'RUNNING') {
    await executions.stop(slot, 'The job is being deleted.');
    if (Date.now() >= endAt)
      throw new StillRunning(`Attempt ${attempt} of job ${jobId} still runs.`);
    await pause(Math.min(POLL_MS, patienceMs));
  }
  await queue.freeSlot(slot.slot, jobId, attempt);
  return true;
}
