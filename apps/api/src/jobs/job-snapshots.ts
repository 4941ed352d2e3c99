import { Injectable } from '@nestjs/common';
import {
  jobSnapshotSchema,
  storageKeys,
  type JobSnapshot,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';

/** What jobs froze when they were created. */
@Injectable()
export class JobSnapshots {
  constructor(private readonly objects: ObjectStore) {}

  /** Undefined when there is none: the job was deleted, or never got so far. */
  async load(jobId: string): Promise<JobSnapshot | undefined> {
    const stored = await this.objects.get(storageKeys.jobConfig(jobId));
    return stored === undefined
      ? undefined
      : jobSnapshotSchema.parse(JSON.parse(stored.body.toString('utf8')));
  }
}
