import {
  jobSnapshotSchema,
  NotFound,
  storageKeys,
  type JobSnapshot,
} from '@plot-palette/domain';
import type { ObjectStore } from '@plot-palette/stores';

/** @throws NotFound when the job's configuration is gone: it cannot be run without. */
export async function readSnapshot(
  objects: Pick<ObjectStore, 'get'>,
  jobId: string,
): Promise<JobSnapshot> {
  const stored = await objects.get(storageKeys.jobConfig(jobId));
  if (stored === undefined)
    throw new NotFound(`The configuration of job ${jobId} is gone.`);
  return jobSnapshotSchema.parse(JSON.parse(stored.body.toString('utf8')));
}
