import { Injectable } from '@nestjs/common';
import {
  canTransition,
  Conflict,
  jobScope,
  NotFound,
  type Job,
  type JobSnapshot,
  type NanoUsd,
} from '@plot-palette/domain';
import { JobStore, LedgerStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { assertCanGoOn } from './budget';
import { DispatchTrigger } from './dispatch-trigger';
import { JobAccess } from './job-access';
import { JobSnapshots } from './job-snapshots';
import { RecordSampler } from './record-sampler';

/** Lets jobs that ended early go on, as long as their money reaches further than to another end. */
@Injectable()
export class JobResumer {
  constructor(
    private readonly jobs: JobStore,
    private readonly ledgers: LedgerStore,
    private readonly access: JobAccess,
    private readonly snapshots: JobSnapshots,
    private readonly sampler: RecordSampler,
    private readonly dispatch: DispatchTrigger,
  ) {}

  /** @throws Conflict when the job cannot go on from where it is, BudgetTooSmall when its money would only pay for its end. */
  async resume(caller: Caller, jobId: string): Promise<Job> {
    const job = await this.access.readable(caller, jobId);
    // From the other statuses `requeue` refuses, and says why.
    if (canTransition(job.status, 'QUEUED')) await this.assertFunds(job);
    const queued = await this.jobs.requeue(jobId);
    await this.dispatch.trigger(jobId);
    return queued;
  }

  private async assertFunds({ jobId, counts }: Job): Promise<void> {
    const [ledger, snapshot] = await Promise.all([
      this.ledgers.get(jobScope(jobId)),
      this.snapshots.load(jobId),
    ]);
    if (ledger === undefined || snapshot === undefined)
      throw new NotFound(`Job ${jobId} is being deleted.`);
    const left = ledger.available + ledger.closing;
    // A job with all its records may still lack their export.
    const records = Math.min(1, counts.notAttempted);
    const recordBound = records === 0 ? 0 : await this.recordBound(snapshot);
    assertCanGoOn(snapshot, left, { records, recordBound });
  }

  private async recordBound(snapshot: JobSnapshot): Promise<NanoUsd> {
    try {
      return (await this.sampler.sample(snapshot)).worstRecordNanoUsd;
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      throw new Conflict(
        `The job cannot be resumed: its seed file "${snapshot.seed.name}" was deleted.`,
        { cause: error },
      );
    }
  }
}
