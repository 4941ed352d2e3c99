import { Injectable } from '@nestjs/common';
import { jobScope, NotFound, type Dashboard } from '@plot-palette/domain';
import { LedgerStore, ShardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { JobAccess } from '../jobs/job-access';
import { dashboardOf } from './dashboard-of';

@Injectable()
export class DashboardService {
  constructor(
    private readonly access: JobAccess,
    private readonly shards: ShardStore,
    private readonly ledgers: LedgerStore,
  ) {}

  async show(caller: Caller, jobId: string): Promise<Dashboard> {
    const job = await this.access.readable(caller, jobId);
    const [rows, ledger] = await Promise.all([
      this.shards.list(jobId),
      this.ledgers.get(jobScope(jobId)),
    ]);
    // The ledger goes just before the job's own row when a job is deleted.
    if (ledger === undefined)
      throw new NotFound(`Job ${jobId} is being deleted.`);
    return dashboardOf(job, rows, ledger, new Date());
  }
}
