import { Injectable } from '@nestjs/common';
import { NotFound, type Job } from '@plot-palette/domain';
import { JobStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

/** Jobs are their owner's; administrators may read and change them too. */
@Injectable()
export class JobAccess {
  constructor(private readonly jobs: JobStore) {}

  /** @throws NotFound when it does not exist or is somebody else's. */
  async readable(caller: Caller, jobId: string): Promise<Job> {
    const job = await this.jobs.get(jobId);
    if (job === undefined || !(caller.isAdmin || job.userId === caller.userId))
      throw new NotFound(`There is no job ${jobId}.`);
    return job;
  }
}
