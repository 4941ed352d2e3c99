import { Injectable } from '@nestjs/common';
import {
  Conflict,
  Forbidden,
  isTerminal,
  type CostRow,
  type Job,
  type Page,
  type PageQuery,
} from '@plot-palette/domain';
import { CostStore, JobStore, ShardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { LifecycleFunctions } from '../lifecycle/lifecycle-functions';
import { JobAccess } from './job-access';
import { withLiveCounts } from './live-job';

@Injectable()
export class JobsService {
  constructor(
    private readonly jobs: JobStore,
    private readonly shards: ShardStore,
    private readonly costRows: CostStore,
    private readonly access: JobAccess,
    private readonly functions: LifecycleFunctions,
  ) {}

  async list(
    caller: Caller,
    { scope, ...page }: PageQuery & { scope?: 'own' | 'all' | undefined },
  ): Promise<Page<Job>> {
    if (scope === 'all' && !caller.isAdmin)
      throw new Forbidden('Only administrators can list all jobs.');
    const listed =
      caller.isAdmin && scope !== 'own'
        ? await this.jobs.listAll(page)
        : await this.jobs.listByUser(caller.userId, page);
    return {
      ...listed,
      items: await Promise.all(listed.items.map((job) => this.live(job))),
    };
  }

  async get(caller: Caller, jobId: string): Promise<Job> {
    return this.live(await this.access.readable(caller, jobId));
  }

  async cancel(caller: Caller, jobId: string): Promise<Job> {
    await this.access.readable(caller, jobId);
    return this.jobs.requestCancel(jobId);
  }

  /** May be repeated: a deletion that got stuck starts again. */
  async delete(caller: Caller, jobId: string): Promise<Job> {
    const job = await this.access.readable(caller, jobId);
    if (!isTerminal(job.status)) await this.cancelIfActive(jobId);
    const deleting =
      job.status === 'DELETING'
        ? job
        : await this.jobs.transition(jobId, 'DELETING');
    await this.functions.deleteJob(jobId);
    return deleting;
  }

  async costs(
    caller: Caller,
    jobId: string,
    page: PageQuery,
  ): Promise<Page<CostRow>> {
    await this.access.readable(caller, jobId);
    return this.costRows.listByJob(jobId, page);
  }

  private async cancelIfActive(jobId: string): Promise<void> {
    try {
      await this.jobs.requestCancel(jobId);
    } catch (error) {
      // It ended by itself in between, which serves as well.
      if (!(error instanceof Conflict)) throw error;
    }
  }

  private async live(job: Job): Promise<Job> {
    return isTerminal(job.status) || job.status === 'QUEUED'
      ? job
      : withLiveCounts(job, await this.shards.list(job.jobId));
  }
}
