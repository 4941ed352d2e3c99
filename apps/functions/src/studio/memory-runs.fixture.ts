import { randomUUID } from 'node:crypto';
import { endsRun, type Run, type RunEvent } from '@plot-palette/domain';
import type { ClaimedRun } from '@plot-palette/stores';
import type { RunLog } from './run-log';

/** Runs with their logs, in memory. */
export class MemoryRuns implements RunLog {
  readonly runs = new Map<string, Run>();
  readonly logs = new Map<string, RunEvent[]>();
  readonly stopped: string[] = [];
  readonly leases = new Map<string, string>();

  /** As the functions end runs whose process is gone: here, those with any lease. */
  readonly endExpired = async ({
    run,
    leaseUntil,
  }: ClaimedRun): Promise<void> => {
    if (leaseUntil === undefined) return;
    this.leases.delete(run.runId);
    this.append(stoppedEvent(run.runId, run.lastSeq + 1));
  };

  add(userId: string, events = 0): Run {
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
    };
    this.runs.set(run.runId, run);
    for (let seq = 1; seq <= events; seq += 1)
      this.append(deltaOf(run.runId, seq));
    return run;
  }

  append(event: RunEvent): void {
    const { runId, seq } = event;
    this.logs.set(runId, [...(this.logs.get(runId) ?? []), event]);
    const run = this.runs.get(runId);
    if (run === undefined) throw new Error(`no run ${runId}`);
    this.runs.set(runId, {
      ...run,
      lastSeq: seq,
      ...(endsRun(event) && {
        status: 'STOPPED' as const,
        finishedAt: new Date().toISOString(),
      }),
    });
  }

  async read(runId: string): Promise<ClaimedRun | undefined> {
    const run = this.runs.get(runId);
    return (
      run && {
        run,
        leaseUntil: this.leases.get(runId),
        assignment: {
          parentId: run.userMessageId,
          cardVersions: {},
          historyDays: 1,
          timeoutSeconds: 60,
        },
      }
    );
  }

  async eventsAfter(runId: string, seq: number): Promise<RunEvent[]> {
    return (this.logs.get(runId) ?? []).filter((event) => event.seq > seq);
  }

  async requestStop(runId: string): Promise<Run | undefined> {
    this.stopped.push(runId);
    return this.runs.get(runId);
  }
}

export function deltaOf(runId: string, seq: number): RunEvent {
  return { type: 'delta', runId, seq, text: `part ${seq}, ` };
}

export function stoppedEvent(runId: string, seq: number): RunEvent {
  return { type: 'stopped', runId, seq, costNanoUsd: 1, totalMs: 1 };
}
