import { randomUUID } from 'node:crypto';
import {
  canTransition,
  Conflict,
  EMPTY_TOTALS,
  Fenced,
  jobScope,
  NotFound,
  openLedger,
  storageKeys,
  type CostRow,
  type ExecutionState,
  type Job,
  type JobStatus,
  type Ledger,
  type Manifest,
  type ShardRow,
} from '@plot-palette/domain';
import type {
  JobChanges,
  JobCondition,
  QueuedJob,
  Slot,
} from '@plot-palette/stores';
import type { Attempt } from './executions';
import { MemoryLedger } from './memory-ledger.fixture';
import { CLOSING, snapshotText } from './snapshot-text.fixture';

const NOW = '2026-01-01T00:00:00.000Z';
/** Jobs, slots, money and executions in memory, with the conditions that the real ones have. */
export class MemoryCloud {
  readonly jobRows = new Map<string, Job>();
  readonly waiting: string[] = [];
  readonly slotRows = new Map<number, Slot>();
  readonly ledgers = new Map<string, Ledger>();
  readonly shardRows = new Map<string, ShardRow>();
  readonly files = new Map<string, string>();
  readonly costRows = new Map<string, CostRow>();
  readonly executionStates = new Map<string, ExecutionState>();
  readonly executionStarts: string[] = [];
  readonly stopped: { jobId: string; shards: readonly number[] }[] = [];

  add(overrides: Partial<Job> = {}): Job {
    const jobId = overrides.jobId ?? randomUUID();
    const job: Job = {
      jobId,
      userId: 'user',
      name: 'Fables',
      status: 'QUEUED',
      statusReason: '',
      cancelRequested: false,
      templateId: randomUUID(),
      templateVersion: 1,
      templateName: 'Fable',
      seedId: randomUUID(),
      seedName: 'Animals',
      records: 10,
      counts: { accepted: 0, rejected: 0, notAttempted: 10 },
      budgetNanoUsd: 10_000_000,
      spentNanoUsd: 0,
      formats: ['JSONL'],
      priority: 5,
      maxConcurrency: 4,
      maxAttemptsPerRecord: 3,
      shards: 2,
      jobSeed: 1,
      attempt: 0,
      exports: [],
      createdAt: NOW,
      updatedAt: NOW,
      ...overrides,
    };
    this.jobRows.set(jobId, job);
    this.ledgers.set(
      jobScope(jobId),
      openLedger(jobScope(jobId), job.budgetNanoUsd, CLOSING),
    );
    this.files.set(storageKeys.jobConfig(jobId), snapshotText(job));
    if (job.status === 'QUEUED') this.waiting.push(jobId);
    return job;
  }

  /** A job in a slot; its execution is in the given state. */
  addRunning(
    slot: number,
    execution: ExecutionState,
    overrides: Partial<Job> = {},
  ): Job {
    const job = this.add({ status: 'RUNNING', attempt: 1, ...overrides });
    const { jobId, attempt } = job;
    this.slotRows.set(slot, {
      slot,
      jobId,
      attempt,
      firstAttempt: 1,
      startedAt: NOW,
      staleHeartbeats: 0,
    });
    this.executionStates.set(`${jobId}-${attempt}`, execution);
    return job;
  }

  addShard(
    jobId: string,
    shard: number,
    changes: Partial<ShardRow> = {},
  ): void {
    this.shardRows.set(`${jobId}/${shard}`, {
      jobId,
      shard,
      from: shard * 5,
      to: (shard + 1) * 5,
      outcome: 'PENDING',
      reason: '',
      fence: 1,
      version: 1,
      totals: EMPTY_TOTALS,
      inFlight: 0,
      bindingLimit: 'NONE',
      heartbeatAt: NOW,
      updatedAt: NOW,
      ...changes,
    });
  }

  /** A manifest of one batch per fence, each with so many accepted records and so much cost. */
  addManifest(
    jobId: string,
    shard: number,
    accepted: number,
    costNanoUsd: number,
    rejected = 0,
  ): void {
    const from = shard * 5;
    const manifest: Manifest = {
      schemaVersion: 1,
      jobId,
      shard,
      fence: 1,
      version: 1,
      updatedAt: NOW,
      batches: [
        {
          key: storageKeys.batch(jobId, shard, 1, 0),
          fence: 1,
          seq: 0,
          writtenAt: NOW,
          bytes: 1,
          accepted: accepted > 0 ? [[from, from + accepted]] : [],
          rejected:
            rejected > 0 ? [[from + accepted, from + accepted + rejected]] : [],
          attempts: accepted + rejected,
          usage: {
            model: {
              calls: accepted,
              inputTokens: 1,
              outputTokens: 1,
              cacheReadTokens: 0,
              cacheWriteTokens: 0,
              repairedAnswers: 0,
              reaskedAnswers: 0,
              costNanoUsd,
              writtenOffNanoUsd: 0,
            },
          },
          resentNanoUsd: 0,
        },
      ],
      holders: [],
      frontier: 0,
      resentRecords: 0,
      resent: [],
      totals: { ...EMPTY_TOTALS, accepted, rejected },
    };
    this.files.set(
      storageKeys.manifest(jobId, shard),
      JSON.stringify(manifest),
    );
  }

  addExports(jobId: string, rows: number, bytes = 10): void {
    const file = {
      format: 'JSONL',
      key: storageKeys.export(jobId, 'JSONL'),
      rows,
      bytes,
      sha256: 'ab',
    };
    this.files.set(
      storageKeys.exportManifest(jobId),
      JSON.stringify({ schemaVersion: 1, jobId, files: [file] }),
    );
  }

  job(jobId: string): Job {
    const job = this.jobRows.get(jobId);
    if (job === undefined) throw new NotFound(`There is no job ${jobId}.`);
    return job;
  }

  ledgerOf(jobId: string): Ledger {
    const ledger = this.ledgers.get(jobScope(jobId));
    if (ledger === undefined) throw new NotFound('There is no ledger.');
    return ledger;
  }

  private save(jobId: string, changes: Partial<Job>): Job {
    const job = { ...this.job(jobId), ...changes };
    this.jobRows.set(jobId, job);
    return job;
  }

  readonly jobs = {
    get: async (jobId: string) => this.jobRows.get(jobId),
    transition: async (
      jobId: string,
      to: JobStatus,
      changes: JobChanges = {},
      { attempt }: JobCondition = {},
    ) => {
      const job = this.job(jobId);
      if (
        !canTransition(job.status, to) ||
        (attempt !== undefined && attempt !== job.attempt)
      )
        throw new Conflict(`The job is ${job.status}.`);
      return this.save(jobId, { ...changes, status: to });
    },
    start: async (jobId: string, slot: number) => {
      const job = this.job(jobId);
      const isFree = !this.slotRows.has(slot);
      if (!isFree || job.status !== 'QUEUED' || this.waiting[0] === undefined)
        throw new Conflict('The job could not be moved.');
      this.waiting.splice(this.waiting.indexOf(jobId), 1);
      const attempt = job.attempt + 1;
      const taken = {
        slot,
        jobId,
        attempt,
        firstAttempt: attempt,
        startedAt: NOW,
        staleHeartbeats: 0,
      };
      this.slotRows.set(slot, taken);
      this.save(jobId, { status: 'STARTING', attempt });
      return taken;
    },
    nextAttempt: async (jobId: string, slot: number, from: number) => {
      const row = this.slotRows.get(slot);
      const isMine = row?.jobId === jobId && row.attempt === from;
      if (row === undefined || !isMine || this.job(jobId).attempt !== from)
        throw new Conflict('The attempt was followed already.');
      this.slotRows.set(slot, { ...row, attempt: from + 1 });
      return this.save(jobId, { attempt: from + 1 });
    },
    delete: async (jobId: string) => void this.jobRows.delete(jobId),
  };

  readonly queue = {
    slots: async () => [...this.slotRows.values()],
    waiting: async (limit: number) =>
      this.waiting.slice(0, limit).map((jobId) => ({ jobId, position: jobId })),
    drop: async ({ jobId }: QueuedJob) => {
      const place = this.waiting.indexOf(jobId);
      if (place >= 0) this.waiting.splice(place, 1);
    },
    freeSlot: async (slot: number, jobId: string, attempt: number) => {
      const row = this.slotRows.get(slot);
      if (row?.jobId !== jobId || row.attempt !== attempt) return false;
      return this.slotRows.delete(slot);
    },
    setStaleHeartbeats: async (
      slot: number,
      _jobId: string,
      _attempt: number,
      staleHeartbeats: number,
    ) => {
      const row = this.slotRows.get(slot);
      if (row !== undefined)
        this.slotRows.set(slot, { ...row, staleHeartbeats });
    },
  };

  readonly executions = {
    state: async ({ jobId, attempt }: Attempt): Promise<ExecutionState> =>
      this.executionStates.get(`${jobId}-${attempt}`) ?? 'ABSENT',
    start: async ({ jobId, attempt }: Attempt) => {
      const name = `${jobId}-${attempt}`;
      const state = this.executionStates.get(name) ?? 'ABSENT';
      if (state !== 'ABSENT') return;
      this.executionStarts.push(name);
      this.executionStates.set(name, 'RUNNING');
    },
    stop: async ({ jobId, attempt }: Attempt) => {
      this.executionStates.set(`${jobId}-${attempt}`, 'CLOSED');
    },
  };

  readonly tasks = {
    stop: async (jobId: string, shards: readonly number[]) => {
      this.stopped.push({ jobId, shards });
      return shards.length;
    },
  };

  readonly shards = {
    create: async (rows: readonly ShardRow[]) => {
      for (const row of rows) {
        const key = `${row.jobId}/${row.shard}`;
        if (!this.shardRows.has(key)) this.shardRows.set(key, row);
      }
    },
    get: async (jobId: string, shard: number) =>
      this.shardRows.get(`${jobId}/${shard}`),
    list: async (jobId: string) =>
      [...this.shardRows.values()].filter((row) => row.jobId === jobId),
    update: async (
      jobId: string,
      shard: number,
      fence: number,
      changes: Partial<ShardRow>,
    ) => {
      const row = this.shardRows.get(`${jobId}/${shard}`);
      if (row?.fence !== fence) throw new Fenced('A younger owner has it.');
      this.shardRows.set(`${jobId}/${shard}`, { ...row, ...changes });
    },
    takeOver: async (jobId: string, shard: number) => {
      const row = this.shardRows.get(`${jobId}/${shard}`);
      if (row === undefined) throw new NotFound('There is no such shard.');
      const next = { ...row, fence: row.fence + 1 };
      this.shardRows.set(`${jobId}/${shard}`, next);
      return next;
    },
    deleteAll: async (jobId: string) => {
      for (const key of this.shardRows.keys())
        if (key.startsWith(jobId)) this.shardRows.delete(key);
    },
  };

  readonly ledger = new MemoryLedger(this.ledgers);

  readonly costs = {
    put: async (rows: readonly CostRow[]) => {
      for (const row of rows) this.costRows.set(row.entry, row);
    },
  };

  readonly objects = {
    get: async (key: string) => {
      const text = this.files.get(key);
      return text === undefined
        ? undefined
        : { body: Buffer.from(text), etag: '"1"' };
    },
    deletePrefix: async (prefix: string) => {
      const keys = [...this.files.keys()].filter((key) =>
        key.startsWith(prefix),
      );
      keys.forEach((key) => this.files.delete(key));
      return keys.length;
    },
  };

  readonly logger = { info: () => undefined, error: () => undefined };
  readonly maxConcurrentJobs = 3;
}
