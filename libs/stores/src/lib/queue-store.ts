import { z } from 'zod';
import type { Job } from '@plot-palette/domain';
import type { Database } from './database';
import { Table } from './table';

const QUEUED = 'QUEUED';
const RUNNING = 'RUNNING';

const slotRowSchema = z.object({
  position: z.string(),
  jobId: z.string(),
  attempt: z.number().int().positive(),
  firstAttempt: z.number().int().positive(),
  startedAt: z.string(),
  staleHeartbeats: z.number().int().nonnegative(),
});

/** A running job is its slot row: there is no counter that could drift. */
export interface Slot {
  readonly slot: number;
  readonly jobId: string;
  readonly attempt: number;
  /** The attempt that the job began with in this slot. */
  readonly firstAttempt: number;
  readonly startedAt: string;
  /** Dispatches in a row that found every heartbeat of the job stale. */
  readonly staleHeartbeats: number;
}

const queuedRowSchema = z.object({ position: z.string(), jobId: z.string() });
export type QueuedJob = z.infer<typeof queuedRowSchema>;

/** Sorts by priority, then by time of entry. */
export function queuePosition(
  job: Pick<Job, 'priority' | 'jobId'>,
  enteredAt: string,
): string {
  return `${job.priority}#${enteredAt}#${job.jobId}`;
}

export function queuedKey(position: string): {
  state: string;
  position: string;
} {
  return { state: QUEUED, position };
}

export function slotKey(slot: number): { state: string; position: string } {
  return { state: RUNNING, position: `slot#${String(slot).padStart(4, '0')}` };
}

/** Waiting jobs in their order, and the slots of the running ones. */
export class QueueStore {
  private readonly queued: Table<z.infer<typeof queuedRowSchema>>;
  private readonly running: Table<z.infer<typeof slotRowSchema>>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    const keys = {
      state: { type: String, hashKey: true },
      position: { type: String, rangeKey: true },
    };
    this.queued = new Table(table, keys, queuedRowSchema);
    this.running = new Table(table, keys, slotRowSchema);
  }

  /** The jobs that are to run next, in their order. */
  async waiting(limit: number): Promise<QueuedJob[]> {
    const { items } = await this.queued.list(
      { partition: { name: 'state', value: QUEUED }, consistent: true },
      { limit },
    );
    return items;
  }

  /** Takes a place out of the queue whose job does not wait any more; nothing should leave one behind. */
  async drop({ position }: QueuedJob): Promise<void> {
    await this.database.delete(this.table, queuedKey(position));
  }

  async slots(): Promise<Slot[]> {
    const rows = await this.running.all({ name: 'state', value: RUNNING });
    return rows.map(({ position, ...row }) => ({
      ...row,
      slot: Number(position.slice('slot#'.length)),
    }));
  }

  /** @returns false when the slot belongs to another job or attempt by now. */
  async freeSlot(
    slot: number,
    jobId: string,
    attempt: number,
  ): Promise<boolean> {
    return this.database.delete(this.table, slotKey(slot), {
      condition: 'jobId = :jobId AND attempt = :attempt',
      values: { ':jobId': jobId, ':attempt': attempt },
    });
  }

  /** Counts the dispatches in a row that found a job without a heartbeat; 0 starts over. */
  async setStaleHeartbeats(
    slot: number,
    jobId: string,
    attempt: number,
    staleHeartbeats: number,
  ): Promise<void> {
    await this.database.update(this.table, slotKey(slot), {
      update: 'SET staleHeartbeats = :count',
      condition: 'jobId = :jobId AND attempt = :attempt',
      values: {
        ':jobId': jobId,
        ':attempt': attempt,
        ':count': staleHeartbeats,
      },
    });
  }
}
