import {
  jobSnapshotSchema,
  NotFound,
  storageKeys,
  type JobSnapshot,
} from '@plot-palette/domain';
import type { WorkerStores } from './ports';

/** What the job froze at its creation. Throws NotFound when it was deleted. */
export async function readSnapshot(
  objects: Pick<WorkerStores['objects'], 'get'>,
  jobId: string,
): Promise<JobSnapshot> {
  const key = storageKeys.jobConfig(jobId);
  const stored = await objects.get(key);
  if (stored === undefined) throw new NotFound(`${key} is gone.`);
  return jobSnapshotSchema.parse(JSON.parse(stored.body.toString('utf8')));
}
