import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  CheckpointConflict,
  Conflict,
  jobScope,
  openLedger,
  storageKeys,
  type Job,
  type JobRequest,
  type JobSnapshot,
} from '@plot-palette/domain';
import { JobStore, ObjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { assertAffordable } from './budget';
import { DispatchTrigger } from './dispatch-trigger';
import { jobIdFor, requestHashOf } from './job-identity';
import { JobPlanner } from './job-planner';
import { JobSnapshots } from './job-snapshots';
import { newJob } from './new-job';

const OTHER_REQUEST =
  'This Idempotency-Key was used for another request. Use a new key for a new job.';

/**
 * Creates jobs so that a request can be repeated at any time: first the frozen configuration, then job, ledger and place
 * in the queue in one transaction. A request that died in between leaves an object that its repetition takes up.
 */
@Injectable()
export class JobCreator {
  constructor(
    private readonly jobs: JobStore,
    private readonly objects: ObjectStore,
    private readonly snapshots: JobSnapshots,
    private readonly planner: JobPlanner,
    private readonly dispatch: DispatchTrigger,
  ) {}

  async create(
    caller: Caller,
    request: JobRequest,
    key: string | undefined,
  ): Promise<Job> {
    const jobId = jobIdFor(caller.userId, key);
    const requestHash = requestHashOf(request);
    if (key !== undefined) {
      const existing = await this.repeated(jobId, requestHash);
      if (existing !== undefined) return existing;
    }
    const { snapshot, worstRecordNanoUsd } = await this.planner.plan(
      caller,
      request,
      jobId,
    );
    assertAffordable(snapshot, worstRecordNanoUsd);
    const job = newJob(await this.freeze(snapshot, request));
    try {
      await this.jobs.create(job, { requestHash, ledger: ledgerOf(snapshot) });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const twin = await this.repeated(jobId, requestHash);
      if (twin === undefined) throw error;
      return twin;
    }
    await this.dispatch.trigger(jobId);
    return job;
  }

  private async repeated(
    jobId: string,
    requestHash: string,
  ): Promise<Job | undefined> {
    const earlierHash = await this.jobs.requestHash(jobId);
    if (earlierHash === undefined) return undefined;
    if (earlierHash !== requestHash) throw new Conflict(OTHER_REQUEST);
    return this.jobs.get(jobId);
  }

  /** @returns the configuration that counts: this one, or an earlier one of the same request. */
  private async freeze(
    snapshot: JobSnapshot,
    request: JobRequest,
  ): Promise<JobSnapshot> {
    const configKey = storageKeys.jobConfig(snapshot.jobId);
    try {
      await this.objects.put(configKey, JSON.stringify(snapshot), {
        contentType: 'application/json',
        condition: { ifNoneMatch: '*' },
      });
      return snapshot;
    } catch (error) {
      if (!(error instanceof CheckpointConflict)) throw error;
      const earlier = await this.snapshots.load(snapshot.jobId);
      if (earlier === undefined) throw error;
      if (!asksFor(earlier, request)) throw new Conflict(OTHER_REQUEST);
      return earlier;
    }
  }
}

/** Whether the snapshot was made from this request; it has more members, filled in from defaults. */
function asksFor({ request: frozen }: JobSnapshot, request: JobRequest) {
  const asked = Object.entries(request).filter(
    ([, value]) => value !== undefined,
  );
  return isDeepStrictEqual(
    { ...frozen, ...Object.fromEntries(asked) },
    { ...frozen },
  );
}

function ledgerOf({ jobId, budgetNanoUsd, closingNanoUsd }: JobSnapshot) {
  return openLedger(jobScope(jobId), budgetNanoUsd, closingNanoUsd);
}
