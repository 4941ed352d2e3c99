import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  Conflict,
  Fenced,
  type Page,
  type PageQuery,
  type Run,
  type RunAssignment,
  type RunEvent,
} from '@plot-palette/domain';
import { assignments } from '../assignments';
import { putWrite, updateWrite, type Database } from '../database';
import { Table } from '../table';
import { expiresAfterDays, isExpired } from './expiry';
import {
  ACTIVE,
  eventEntry,
  eventRowSchema,
  KEPT_DAYS,
  LAST_EVENT,
  RUN_HEAD,
  runHeadSchema,
  toClaimedRun,
  type ClaimedRun,
  type RunHead,
} from './run-row';
import { afterTransactions, retriedTransaction } from './retried-transaction';
import type { SessionChange, SessionStore } from './session-store';
import type { StudioMetricsStore } from './studio-metrics-store';

export interface NewRun {
  readonly run: Run;
  readonly assignment: RunAssignment;
  /** Tells a repeated request from another one under the same idempotency key. */
  readonly requestHash: string;
}

/** Who writes a run, and until when he answers for it (ISO 8601). */
export interface RunLease {
  readonly token: string;
  readonly until: string;
}

/** Which run ends, and what it is counted by. */
export type EndingRun = Pick<Run, 'runId' | 'userId' | 'model' | 'createdAt'>;

/** What the end of a run sets beside its status. */
export type RunOutcome = Pick<Run, 'status' | 'costNanoUsd'> &
  Partial<
    Pick<
      Run,
      | 'usage'
      | 'stopReason'
      | 'failure'
      | 'timeToFirstTokenMs'
      | 'totalMs'
      | 'finishedAt'
    >
  >;

/** A transaction takes 100 writes and 4 MB; an event has at most 24 KB of text. */
const EVENTS_PER_WRITE = 50;
const EXPIRED_PER_SWEEP = 100;

/**
 * Runs with the log of their events. Only the process that claimed a run writes it, by conditional writes that move
 * `lastSeq` together with the events: there is never a gap, and nobody who lost his claim adds anything.
 */
export class RunStore {
  private readonly heads: Table<RunHead>;
  private readonly events: Table<{ event: RunEvent }>;

  constructor(
    private readonly database: Database,
    readonly table: string,
    private readonly sessions: Pick<SessionStore, 'changeWrites' | 'get'>,
    private readonly metrics: Pick<StudioMetricsStore, 'endWrites'>,
  ) {
    const key = {
      runId: { type: String, hashKey: true },
      entry: { type: String, rangeKey: true },
    } as const;
    this.heads = new Table(
      table,
      {
        ...key,
        userId: {
          type: String,
          index: { name: 'byUser', type: 'global', rangeKey: 'createdAt' },
        },
        createdAt: String,
        active: {
          type: String,
          index: { name: 'active', type: 'global', rangeKey: 'leaseUntil' },
        },
        leaseUntil: String,
      },
      runHeadSchema,
    );
    this.events = new Table(table, key, eventRowSchema);
  }

  /**
   * The runs and what they add to their session come into being together; they wait to be claimed until `waitUntil`.
   * @throws Conflict when one of them exists, or the session was deleted meanwhile.
   */
  async create(
    runs: readonly NewRun[],
    change: SessionChange,
    waitUntil: string,
  ): Promise<void> {
    const expiresAt = expiresAfterDays(KEPT_DAYS, Date.now());
    const writes = [
      ...(await this.sessions.changeWrites(change)),
      ...runs.map(({ run, assignment, requestHash }) =>
        putWrite(
          this.table,
          {
            ...run,
            assignment,
            requestHash,
            entry: RUN_HEAD,
            active: ACTIVE,
            leaseUntil: waitUntil,
            expiresAt,
          },
          { condition: 'attribute_not_exists(runId)' },
        ),
      ),
    ];
    await retriedTransaction(
      () => this.database.transact(writes),
      async () => {
        // Another answer to the same session may have been in the way: then nothing was written.
        if (await this.canCreate(runs, change)) return false;
        throw new Conflict('The run exists, or its session has changed.');
      },
    );
  }

  async get(runId: string): Promise<Run | undefined> {
    return (await this.read(runId))?.run;
  }

  /** With what the run is to do and its lease. */
  async read(runId: string): Promise<ClaimedRun | undefined> {
    const head = await this.head(runId);
    return head && toClaimedRun(head);
  }

  async requestHash(runId: string): Promise<string | undefined> {
    return (await this.head(runId))?.requestHash;
  }

  /** Newest first. */
  async listByUser(userId: string, page: PageQuery): Promise<Page<Run>> {
    const listed = await this.heads.list(
      {
        index: 'byUser',
        partition: { name: 'userId', value: userId },
        newestFirst: true,
      },
      page,
    );
    return { ...listed, items: listed.items.map((h) => toClaimedRun(h).run) };
  }

  /**
   * QUEUED → RUNNING, for one process only.
   * @returns undefined when somebody else has it, or it is over. The same claim may be repeated.
   */
  async claim(
    runId: string,
    { token, until }: RunLease,
  ): Promise<ClaimedRun | undefined> {
    return this.change(runId, {
      update:
        'SET #status = :running, claimant = :token, leaseUntil = :until, startedAt = :now',
      condition:
        '#status = :queued OR (#status = :running AND claimant = :token)',
      values: {
        ':queued': 'QUEUED',
        ':running': 'RUNNING',
        ':token': token,
        ':until': until,
        ':now': new Date().toISOString(),
      },
    });
  }

  /**
   * Makes the caller the only writer of a run whose lease has expired, in order to end it.
   * @returns undefined when the lease was renewed, somebody else has taken it over, or it is over.
   */
  async takeOver(
    runId: string,
    expiredLease: string,
    { token, until }: RunLease,
  ): Promise<ClaimedRun | undefined> {
    return this.change(runId, {
      update: 'SET #status = :running, claimant = :token, leaseUntil = :until',
      condition: 'active = :active AND leaseUntil = :expired',
      values: {
        ':active': ACTIVE,
        ':running': 'RUNNING',
        ':expired': expiredLease,
        ':token': token,
        ':until': until,
      },
    });
  }

  /** @throws Fenced when the run is not the claimant's any more. */
  async renew(runId: string, { token, until }: RunLease): Promise<Run> {
    const renewed = await this.change(runId, {
      update: 'SET leaseUntil = :until',
      condition: '#status = :running AND claimant = :token',
      values: { ':until': until, ':running': 'RUNNING', ':token': token },
    });
    if (renewed === undefined) throw lost(runId);
    return renewed.run;
  }

  /**
   * Adds events to the log; their numbers go on from the run's `lastSeq` without a gap. The same call may be repeated.
   * @throws Fenced when the run is not the claimant's any more.
   */
  async append(
    runId: string,
    events: readonly RunEvent[],
    lease: RunLease,
  ): Promise<void> {
    for (let from = 0; from < events.length; from += EVENTS_PER_WRITE) {
      const chunk = events.slice(from, from + EVENTS_PER_WRITE);
      await this.write(runId, chunk, lease, { leaseUntil: lease.until });
    }
  }

  /**
   * The last events, the run's end and what the metrics count of it, together: each run is counted once. The same call
   * may be repeated.
   * @throws Fenced when the run is not the claimant's any more.
   */
  async finish(
    run: EndingRun,
    events: readonly RunEvent[],
    outcome: RunOutcome,
    lease: RunLease,
  ): Promise<void> {
    await this.write(
      run.runId,
      events,
      lease,
      { ...outcome, active: undefined, leaseUntil: undefined },
      this.metrics.endWrites({ ...run, ...outcome }),
    );
  }

  /** The log after a number, in its order. */
  async eventsAfter(runId: string, seq: number): Promise<RunEvent[]> {
    const rows = await this.events.all(
      { name: 'runId', value: runId },
      { name: 'entry', from: eventEntry(seq + 1), to: LAST_EVENT },
    );
    return rows.map(({ event }) => event);
  }

  /** @returns the run, which has ended or will do so soon; undefined when there is none. */
  async requestStop(runId: string): Promise<Run | undefined> {
    const stopping = await this.change(runId, {
      update: 'SET stopRequested = :true',
      condition: 'active = :active',
      values: { ':true': true, ':active': ACTIVE },
    });
    return stopping === undefined ? this.get(runId) : stopping.run;
  }

  /** Runs whose lease ended before a time (ISO 8601), the longest ago first; the index may be a moment behind. */
  async expired(before: string): Promise<ClaimedRun[]> {
    const { items } = await this.heads.list(
      {
        index: 'active',
        partition: { name: 'active', value: ACTIVE },
        range: { name: 'leaseUntil', from: '0', to: before },
      },
      { limit: EXPIRED_PER_SWEEP },
    );
    return items.map(toClaimedRun);
  }

  private async canCreate(
    runs: readonly NewRun[],
    { session, isNew }: SessionChange,
  ): Promise<boolean> {
    const [found, ...existing] = await Promise.all([
      this.sessions.get(session.sessionId),
      ...runs.map(({ run }) => this.get(run.runId)),
    ]);
    const isAsExpected = (found === undefined) === isNew;
    return isAsExpected && existing.every((run) => run === undefined);
  }

  private async write(
    runId: string,
    events: readonly RunEvent[],
    { token }: RunLease,
    changes: Readonly<Record<string, unknown>>,
    others: readonly TransactWriteItem[] = [],
  ): Promise<void> {
    const first = events[0];
    if (first === undefined) return;
    const lastSeq = first.seq + events.length - 1;
    const { update, names, values } = assignments({ ...changes, lastSeq });
    const expiresAt = expiresAfterDays(KEPT_DAYS, Date.now());
    const writes = [
      updateWrite(
        this.table,
        { runId, entry: RUN_HEAD },
        {
          update,
          condition:
            '#currentStatus = :running AND claimant = :token AND lastSeq = :before',
          names: { ...names, '#currentStatus': 'status' },
          values: {
            ...values,
            ':running': 'RUNNING',
            ':token': token,
            ':before': first.seq - 1,
          },
        },
      ),
      ...events.map((event) =>
        putWrite(
          this.table,
          { runId, entry: eventEntry(event.seq), event, expiresAt },
          { condition: 'attribute_not_exists(runId)' },
        ),
      ),
      ...others,
    ];
    await retriedTransaction(
      () => this.database.transact(writes),
      async () => {
        const head = await this.head(runId);
        if (head?.claimant !== token) throw lost(runId);
        if (head.lastSeq === lastSeq) return true;
        if (head.status !== 'RUNNING' || head.lastSeq !== first.seq - 1)
          throw lost(runId);
        // A request to stop, or the end of another run, was in the way: nothing was written.
        return false;
      },
    );
  }

  private async change(
    runId: string,
    {
      update,
      condition,
      values,
    }: {
      update: string;
      condition: string;
      values: Readonly<Record<string, unknown>>;
    },
  ): Promise<ClaimedRun | undefined> {
    const needsStatus = `${update}${condition}`.includes('#status');
    const updated = await afterTransactions(() =>
      this.database.update(
        this.table,
        { runId, entry: RUN_HEAD },
        {
          update,
          condition,
          ...(needsStatus && { names: { '#status': 'status' } }),
          values,
        },
      ),
    );
    return updated && toClaimedRun(runHeadSchema.parse(unmarshall(updated)));
  }

  private async head(runId: string): Promise<RunHead | undefined> {
    const head = await this.heads.get({ runId, entry: RUN_HEAD });
    return head === undefined || isExpired(head, Date.now()) ? undefined : head;
  }
}

function lost(runId: string): Fenced {
  return new Fenced(`Run ${runId} belongs to another process, or is over.`);
}
