import { randomUUID } from 'node:crypto';
import type { Run } from '@plot-palette/domain';

/** Runs as the API reads them. */
export class MemoryRuns {
  readonly rows = new Map<string, Run>();

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

  async get(runId: string): Promise<Run | undefined> {
    return this.rows.get(runId);
  }
}
