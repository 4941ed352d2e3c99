import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  Conflict,
  isTerminal,
  jobScope,
  NotFound,
  statusesBefore,
  type Job,
  type JobStatus,
  type Ledger,
  type NanoUsd,
  type Page,
  type PageQuery,
} from '@plot-palette/domain';
import { deleteWrite, putWrite, updateWrite, type Database } from './database';
import { conditionalUpdate, jobRowSchema, toJob, type JobRow } from './job-row';
import { queuedKey, queuePosition, slotKey, type Slot } from './queue-store';
import { Table } from './table';

export type JobChanges = Partial<
  Pick<
    Job,
    | 'statusReason'
    | 'counts'
    | 'spentNanoUsd'
    | 'exports'
    | 'startedAt'
    | 'finishedAt'
    | 'cancelRequested'
  >
>;

export interface JobCondition {
  readonly attempt?: number;
  /** Narrower than the transition table. */
  readonly from?: readonly JobStatus[];
}

export interface Requeue {
  /** The ledger's limit as the caller has read it, and as it shall be. */
  readonly limitNanoUsd?: { readonly from: NanoUsd; readonly to: NanoUsd };
  /** The next execution takes up the records that were rejected. */
  readonly retryRejected?: boolean;
}

const now = (): string => new Date().toISOString();

/** The only writer of `Jobs.status`; every write is conditional on the transition table. */
export class JobStore {
  private readonly rows: Table<JobRow>;

  constructor(
    private readonly database: Database,
    private readonly tables: {
      readonly jobs: string;
      readonly queue: string;
      readonly ledger: string;
    },
  ) {
    this.rows = new Table(
      tables.jobs,
      {
        jobId: { type: String, hashKey: true },
        userId: {
          type: String,
          index: { name: 'byUser', type: 'global', rangeKey: 'createdAt' },
        },
        all: {
          type: String,
          index: { name: 'all', type: 'global', rangeKey: 'createdAt' },
        },
        createdAt: String,
      },
      jobRowSchema,
    );
  }

  /**
   * Job, ledger and place in the queue come into being together.
   * @throws Conflict when the job exists.
   */
  async create(
    job: Job,
    { requestHash, ledger }: { requestHash: string; ledger: Ledger },
  ): Promise<void> {
    const position = queuePosition(job, job.createdAt);
    const row: JobRow = {
      ...job,
      requestHash,
      queuePosition: position,
      all: 'JOB',
    };
    const created = await this.database.transact([
      putWrite(this.tables.jobs, row, {
        condition: 'attribute_not_exists(jobId)',
      }),
      putWrite(this.tables.ledger, ledger),
      putWrite(this.tables.queue, { ...queuedKey(position), jobId: job.jobId }),
    ]);
    if (!created) throw new Conflict(`Job ${job.jobId} exists.`);
  }

  async get(jobId: string): Promise<Job | undefined> {
    const row = await this.rows.get({ jobId });
    return row === undefined ? undefined : toJob(row);
  }

  /** Tells a repeated request from another one under the same idempotency key. */
  async requestHash(jobId: string): Promise<string | undefined> {
    return (await this.rows.get({ jobId }))?.requestHash;
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<Job>> {
    return this.list('byUser', { name: 'userId', value: userId }, page);
  }

  async listAll(page: PageQuery): Promise<Page<Job>> {
    return this.list('all', { name: 'all', value: 'JOB' }, page);
  }

  /** @throws Conflict when the job is not where the transition starts. */
  async transition(
    jobId: string,
    to: JobStatus,
    changes: JobChanges = {},
    { attempt, from = statusesBefore(to) }: JobCondition = {},
  ): Promise<Job> {
    const before = statusesBefore(to).filter((status) => from.includes(status));
    const next = { ...changes, status: to };
    if (before.includes('QUEUED')) {
      const left = await this.leaveQueue(jobId, next, attempt);
      if (left !== undefined) return left;
    }
    const running = before.filter((status) => status !== 'QUEUED');
    return this.change(jobId, next, running, attempt);
  }

  /** Changes of a job that stays where it is. */
  async annotate(
    jobId: string,
    changes: JobChanges,
    from: readonly JobStatus[],
  ): Promise<Job> {
    return this.change(jobId, changes, from);
  }

  /**
   * A waiting job is cancelled at once; a running one is asked to stop, and its worker does so within seconds.
   * @throws Conflict when the job has ended.
   */
  async requestCancel(jobId: string): Promise<Job> {
    const { status } = await this.required(jobId);
    if (isTerminal(status))
      throw new Conflict(`The job cannot be cancelled: it is ${status}.`);
    const cancelled = await this.leaveQueue(jobId, {
      status: 'CANCELLED',
      cancelRequested: true,
      statusReason: 'Cancelled before it ran.',
      finishedAt: now(),
    });
    if (cancelled !== undefined) return cancelled;
    return this.change(jobId, { cancelRequested: true }, [
      'STARTING',
      'RUNNING',
      'EXPORTING',
    ]);
  }

  /**
   * From the queue into a free slot, with the next attempt.
   * @throws Conflict when the slot is taken or the job does not wait any more.
   */
  async start(jobId: string, slot: number): Promise<Slot> {
    const row = await this.required(jobId);
    const attempt = row.attempt + 1;
    const taken = {
      jobId,
      attempt,
      firstAttempt: attempt,
      startedAt: now(),
      staleHeartbeats: 0,
    };
    const started = await this.database.transact([
      deleteWrite(this.tables.queue, queuedKey(row.queuePosition), {
        condition: 'attribute_exists(jobId)',
      }),
      putWrite(
        this.tables.queue,
        { ...slotKey(slot), ...taken },
        { condition: 'attribute_not_exists(jobId)' },
      ),
      updateWrite(
        this.tables.jobs,
        { jobId },
        {
          update: 'SET #status = :starting, attempt = :next, updatedAt = :now',
          condition: '#status = :queued AND attempt = :attempt',
          names: { '#status': 'status' },
          values: {
            ':starting': 'STARTING',
            ':queued': 'QUEUED',
            ':next': attempt,
            ':attempt': row.attempt,
            ':now': now(),
          },
        },
      ),
    ]);
    if (!started)
      throw new Conflict(`Job ${jobId} could not be moved into slot ${slot}.`);
    return { slot, ...taken };
  }

  /**
   * A further execution of the lifecycle in the same slot, after the last one ended without finishing the job.
   * @throws Conflict when somebody else did it.
   */
  async nextAttempt(
    jobId: string,
    slot: number,
    fromAttempt: number,
  ): Promise<Job> {
    const values = { ':next': fromAttempt + 1, ':attempt': fromAttempt };
    const moved = await this.database.transact([
      updateWrite(this.tables.queue, slotKey(slot), {
        update: 'SET attempt = :next, staleHeartbeats = :zero',
        condition: 'jobId = :jobId AND attempt = :attempt',
        values: { ...values, ':jobId': jobId, ':zero': 0 },
      }),
      updateWrite(
        this.tables.jobs,
        { jobId },
        {
          update: 'SET attempt = :next, updatedAt = :now',
          condition: 'attempt = :attempt',
          values: { ...values, ':now': now() },
        },
      ),
    ]);
    if (!moved)
      throw new Conflict(
        `Attempt ${fromAttempt} of job ${jobId} was followed already.`,
      );
    return this.present(jobId);
  }

  /**
   * Resume: back through the queue, at its end, and with the new limit in its ledger.
   * @throws Conflict when the job's status does not allow it.
   */
  async requeue(
    jobId: string,
    { limitNanoUsd, retryRejected = false }: Requeue = {},
  ): Promise<Job> {
    const row = await this.required(jobId);
    const from = statusesBefore('QUEUED');
    const position = queuePosition(row, now());
    const changes = {
      status: 'QUEUED',
      statusReason: '',
      cancelRequested: false,
      queuePosition: position,
      finishedAt: undefined,
      ...(limitNanoUsd && { budgetNanoUsd: limitNanoUsd.to }),
      ...(retryRejected && { retriesRejectedSince: row.attempt + 1 }),
    };
    const write = conditionalUpdate(changes, from, row.attempt);
    const requeued = await this.database.transact([
      updateWrite(this.tables.jobs, { jobId }, write),
      putWrite(this.tables.queue, { ...queuedKey(position), jobId }),
      ...(limitNanoUsd === undefined
        ? []
        : [this.raiseLimit(jobId, limitNanoUsd)]),
    ]);
    if (!requeued)
      throw new Conflict(
        `The job cannot be resumed: it is ${(await this.present(jobId)).status}.`,
      );
    return this.present(jobId);
  }

  async delete(jobId: string): Promise<void> {
    await this.database.delete(this.tables.jobs, { jobId });
  }

  private raiseLimit(
    jobId: string,
    { from, to }: NonNullable<Requeue['limitNanoUsd']>,
  ) {
    return updateWrite(
      this.tables.ledger,
      { scope: jobScope(jobId) },
      {
        update: 'SET #limit = :to ADD available :raise',
        condition: '#limit = :from',
        names: { '#limit': 'limit' },
        values: { ':from': from, ':to': to, ':raise': to - from },
      },
    );
  }

  /**
   * The place in the queue goes with the status: one that stayed behind would keep the jobs behind it waiting.
   * @returns undefined when the job does not wait, or not in this attempt.
   */
  private async leaveQueue(
    jobId: string,
    changes: Readonly<Record<string, unknown>>,
    attempt?: number,
  ): Promise<Job | undefined> {
    for (;;) {
      const row = await this.required(jobId);
      const isInAttempt = attempt === undefined || attempt === row.attempt;
      if (row.status !== 'QUEUED' || !isInAttempt) return undefined;
      const { update, condition, names, values } = conditionalUpdate(
        changes,
        ['QUEUED'],
        row.attempt,
      );
      const left = await this.database.transact([
        deleteWrite(this.tables.queue, queuedKey(row.queuePosition)),
        updateWrite(
          this.tables.jobs,
          { jobId },
          {
            update,
            condition: `${condition} AND queuePosition = :place`,
            names,
            values: { ...values, ':place': row.queuePosition },
          },
        ),
      ]);
      if (left) return this.present(jobId);
    }
  }

  private async change(
    jobId: string,
    changes: Readonly<Record<string, unknown>>,
    from: readonly JobStatus[],
    attempt?: number,
  ): Promise<Job> {
    const updated = await this.database.update(
      this.tables.jobs,
      { jobId },
      conditionalUpdate(changes, from, attempt),
    );
    if (updated !== undefined)
      return toJob(jobRowSchema.parse(unmarshall(updated)));
    const { status, attempt: current } = await this.present(jobId);
    throw new Conflict(`The job is ${status} in attempt ${current}.`);
  }

  private async list(
    index: string,
    partition: { name: string; value: string },
    page: PageQuery,
  ): Promise<Page<Job>> {
    const rows = await this.rows.list(
      { index, partition, newestFirst: true },
      page,
    );
    return { ...rows, items: rows.items.map(toJob) };
  }

  private async required(jobId: string): Promise<JobRow> {
    const row = await this.rows.get({ jobId });
    if (row === undefined) throw new NotFound(`There is no job ${jobId}.`);
    return row;
  }

  private async present(jobId: string): Promise<Job> {
    return toJob(await this.required(jobId));
  }
}
