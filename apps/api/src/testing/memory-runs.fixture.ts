import { randomUUID } from 'node:crypto';
import {
  Conflict,
  isRunOver,
  type Page,
  type PageQuery,
  type Run,
} from '@plot-palette/domain';
import type { NewRun, RunStore, SessionChange } from '@plot-palette/stores';
import { pageOf } from './memory-pages.fixture';
import type { MemorySessions } from './memory-sessions.fixture';

/** Runs as the API creates and reads them. */
export class MemoryRuns implements Pick<
  RunStore,
  'create' | 'get' | 'requestHash' | 'listByUser' | 'requestStop'
> {
  readonly rows = new Map<string, Run>();
  /** What was created, as the run function will find it. */
  readonly created: NewRun[] = [];
  private readonly hashes = new Map<string, string>();

  constructor(private readonly sessions: MemorySessions) {}

  add(userId: string, overrides: Partial<Run> = {}): Run {
    const run: Run = {
      runId: randomUUID(),
      userId,
      projectId: randomUUID(),
      sessionId: randomUUID(),
      status: 'RUNNING',
      model: 'llama-3.1-8b',
      parameters: {},
      userMessageId: randomUUID(),
      answerMessageId: randomUUID(),
      lastSeq: 0,
      stopRequested: false,
      notes: [],
      costNanoUsd: 0,
      createdAt: new Date().toISOString(),
      ...overrides,
    };
    this.rows.set(run.runId, run);
    return run;
  }

  async create(runs: readonly NewRun[], change: SessionChange): Promise<void> {
    const isTaken = runs.some(({ run }) => this.rows.has(run.runId));
    if (isTaken || !this.sessions.change(change))
      throw new Conflict('The run exists, or its session has changed.');
    for (const created of runs) {
      const { run, requestHash } = created;
      this.rows.set(run.runId, run);
      this.hashes.set(run.runId, requestHash);
      this.created.push(created);
    }
  }

  async get(runId: string): Promise<Run | undefined> {
    return this.rows.get(runId);
  }

  async requestHash(runId: string): Promise<string | undefined> {
    return this.hashes.get(runId);
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<Run>> {
    const own = [...this.rows.values()].filter((run) => run.userId === userId);
    return pageOf(own.reverse(), page);
  }

  async requestStop(runId: string): Promise<Run | undefined> {
    const run = this.rows.get(runId);
    if (run === undefined || isRunOver(run.status)) return run;
    const stopping = { ...run, stopRequested: true };
    this.rows.set(runId, stopping);
    return stopping;
  }
}
