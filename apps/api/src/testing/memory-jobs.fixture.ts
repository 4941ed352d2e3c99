import {
  Conflict,
  canTransition,
  isTerminal,
  jobScope,
  NotFound,
  type Job,
  type JobStatus,
  type Ledger,
  type Page,
  type PageQuery,
} from '@plot-palette/domain';
import type {
  JobChanges,
  JobCondition,
  JobStore,
  Requeue,
  Slot,
} from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

export class MemoryJobs implements PublicOf<JobStore> {
  readonly rows = new Map<string, Job>();
  readonly hashes = new Map<string, string>();
  readonly ledgers = new Map<string, Ledger>();

  create(
    job: Job,
    { requestHash, ledger }: { requestHash: string; ledger: Ledger },
  ): Promise<void> {
    if (this.rows.has(job.jobId))
      return Promise.reject(new Conflict(`Job ${job.jobId} exists.`));
    this.rows.set(job.jobId, job);
    this.hashes.set(job.jobId, requestHash);
    this.ledgers.set(ledger.scope, ledger);
    return Promise.resolve();
  }

  get(jobId: string): Promise<Job | undefined> {
    return Promise.resolve(this.rows.get(jobId));
  }

  requestHash(jobId: string): Promise<string | undefined> {
    return Promise.resolve(this.hashes.get(jobId));
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<Job>> {
    return pageOf(
      [...this.rows.values()].filter((job) => job.userId === userId).reverse(),
      page,
    );
  }

  async listAll(page: PageQuery): Promise<Page<Job>> {
    return pageOf([...this.rows.values()].reverse(), page);
  }

  async transition(
    jobId: string,
    to: JobStatus,
    changes: JobChanges = {},
    { attempt, from }: JobCondition = {},
  ): Promise<Job> {
    const job = this.required(jobId);
    const allowed =
      canTransition(job.status, to) &&
      (from === undefined || from.includes(job.status)) &&
      (attempt === undefined || attempt === job.attempt);
    if (!allowed)
      throw new Conflict(`The job is ${job.status} in attempt ${job.attempt}.`);
    return this.save({ ...job, ...changes, status: to });
  }

  async annotate(
    jobId: string,
    changes: JobChanges,
    from: readonly JobStatus[],
  ): Promise<Job> {
    const job = this.required(jobId);
    if (!from.includes(job.status))
      throw new Conflict(`The job is ${job.status}.`);
    return this.save({ ...job, ...changes });
  }

  async requestCancel(jobId: string): Promise<Job> {
    const job = this.required(jobId);
    if (isTerminal(job.status))
      throw new Conflict(`The job cannot be cancelled: it is ${job.status}.`);
    return this.save({
      ...job,
      cancelRequested: true,
      status: job.status === 'QUEUED' ? 'CANCELLED' : job.status,
    });
  }

  async start(jobId: string, slot: number): Promise<Slot> {
    const job = this.required(jobId);
    const attempt = job.attempt + 1;
    this.save({ ...job, status: 'STARTING', attempt });
    return {
      slot,
      jobId,
      attempt,
      firstAttempt: attempt,
      startedAt: new Date().toISOString(),
      staleHeartbeats: 0,
    };
  }

  async nextAttempt(
    jobId: string,
    _slot: number,
    attempt: number,
  ): Promise<Job> {
    return this.save({ ...this.required(jobId), attempt: attempt + 1 });
  }

  async requeue(
    jobId: string,
    { limitNanoUsd, retryRejected = false }: Requeue = {},
  ): Promise<Job> {
    const job = await this.transition(jobId, 'QUEUED', {
      cancelRequested: false,
    });
    const ledger = this.ledgers.get(jobScope(jobId));
    if (limitNanoUsd !== undefined && ledger?.limit === limitNanoUsd.from)
      this.ledgers.set(ledger.scope, {
        ...ledger,
        limit: limitNanoUsd.to,
        available: ledger.available + limitNanoUsd.to - limitNanoUsd.from,
      });
    return this.save({
      ...job,
      ...(limitNanoUsd && { budgetNanoUsd: limitNanoUsd.to }),
      ...(retryRejected && { retriesRejectedSince: job.attempt + 1 }),
    });
  }

  delete(jobId: string): Promise<void> {
    this.rows.delete(jobId);
    return Promise.resolve();
  }

  save(job: Job): Job {
    this.rows.set(job.jobId, job);
    return job;
  }

  private required(jobId: string): Job {
    const job = this.rows.get(jobId);
    if (job === undefined) throw new NotFound(`There is no job ${jobId}.`);
    return job;
  }
}
