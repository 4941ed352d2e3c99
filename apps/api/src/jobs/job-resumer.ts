import { Injectable } from '@nestjs/common';
import {
  canTransition,
  Conflict,
  formatUsd,
  InvalidInput,
  jobScope,
  NotFound,
  usdToNano,
  type Job,
  type JobResume,
  type JobSnapshot,
  type Ledger,
  type NanoUsd,
} from '@plot-palette/domain';
import { JobStore, LedgerStore, type Requeue } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { assertCanGoOn } from './budget';
import { DispatchTrigger } from './dispatch-trigger';
import { JobAccess } from './job-access';
import { JobSnapshots } from './job-snapshots';
import { RecordSampler } from './record-sampler';

/** Lets jobs that ended go on where something is left to do, as long as their money reaches further than to another end. */
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

  /**
   * @throws Conflict when the job cannot go on from where it is, InvalidInput when its budget would become smaller,
   * BudgetTooSmall when its money would only pay for its end.
   */
  async resume(
    caller: Caller,
    jobId: string,
    request: JobResume,
  ): Promise<Job> {
    const job = await this.access.readable(caller, jobId);
    // From the other statuses `requeue` refuses, and says why.
    const change = canTransition(job.status, 'QUEUED')
      ? await this.planned(job, request)
      : {};
    const queued = await this.jobs.requeue(jobId, change);
    await this.dispatch.trigger(jobId);
    return queued;
  }

  private async planned(
    job: Job,
    { budgetUsd, retryRejected }: JobResume,
  ): Promise<Requeue> {
    const { jobId, counts, status } = job;
    if (status === 'COMPLETED_WITH_GAPS' && !retryRejected)
      throw new Conflict(
        `The job has attempted all its records. Resume it with retryRejected to make the ${counts.rejected} rejected ones again.`,
      );
    const [ledger, snapshot] = await Promise.all([
      this.ledgers.get(jobScope(jobId)),
      this.snapshots.load(jobId),
    ]);
    if (ledger === undefined || snapshot === undefined)
      throw new NotFound(`Job ${jobId} is being deleted.`);
    const limit = raisedLimit(ledger, budgetUsd);
    // A job with all its records may still lack their export.
    const open = counts.notAttempted + (retryRejected ? counts.rejected : 0);
    const recordBound = open === 0 ? 0 : await this.recordBound(snapshot);
    assertCanGoOn(
      snapshot,
      { limit, left: ledger.available + ledger.closing + limit - ledger.limit },
      { records: Math.min(1, open), recordBound },
    );
    return {
      retryRejected,
      ...(limit > ledger.limit && {
        limitNanoUsd: { from: ledger.limit, to: limit },
      }),
    };
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

/** The limit that the job shall have. */
function raisedLimit(
  { limit }: Ledger,
  budgetUsd: number | undefined,
): NanoUsd {
  const raised = budgetUsd === undefined ? limit : usdToNano(budgetUsd);
  if (raised >= limit) return raised;
  const message = `must be ${formatUsd(limit)} or more: the budget of a job can only be raised`;
  throw new InvalidInput(`The budget ${message}.`, {
    issues: [{ where: 'budgetUsd', message }],
  });
}
