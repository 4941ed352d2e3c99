import type { Run, RunEvent } from '@plot-palette/domain';
import type { EndingRun, RunLease, RunOutcome } from '@plot-palette/stores';
import type { EndDependencies } from './run-dependencies';

/** A process that says nothing for so long is taken for dead. */
export const LEASE_MS = 20_000;

/** An event before it has its place in the log. */
export type EventContent = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'runId' | 'seq'>
    : never
  : never;

export function leaseOf(token: string): RunLease {
  return { token, until: new Date(Date.now() + LEASE_MS).toISOString() };
}

/** Numbers the events of one run, logs them and then tells its watchers. */
export class RunWriter {
  private lastSeq: number;
  private readonly pushes: Promise<void>[] = [];
  private writtenAtMs = Date.now();

  constructor(
    private readonly run: EndingRun & Pick<Run, 'lastSeq'>,
    private readonly token: string,
    private readonly dependencies: Pick<EndDependencies, 'runs' | 'watchers'>,
  ) {
    this.lastSeq = run.lastSeq;
  }

  /** Since when the lease was not renewed (ms since the epoch). */
  get renewedAtMs(): number {
    return this.writtenAtMs;
  }

  /** @throws Fenced when the run is not this process's any more. */
  async write(contents: readonly EventContent[]): Promise<void> {
    if (contents.length === 0) return;
    const events = contents.map((content, i) => this.numbered(content, i + 1));
    const { runId } = this.run;
    await this.dependencies.runs.append(runId, events, leaseOf(this.token));
    this.written(events);
  }

  /** The last events. @throws Fenced when the run is not this process's any more. */
  async end(
    contents: readonly EventContent[],
    outcome: RunOutcome,
  ): Promise<void> {
    const events = contents.map((content, i) => this.numbered(content, i + 1));
    await this.dependencies.runs.finish(
      this.run,
      events,
      outcome,
      leaseOf(this.token),
    );
    this.written(events);
  }

  /** @throws Fenced when the run is not this process's any more. */
  async renew(): Promise<Run> {
    const { runId } = this.run;
    const run = await this.dependencies.runs.renew(runId, leaseOf(this.token));
    this.writtenAtMs = Date.now();
    return run;
  }

  /** Resolves when the watchers have been told everything. */
  async delivered(): Promise<void> {
    await Promise.all(this.pushes);
  }

  private numbered(content: EventContent, offset: number): RunEvent {
    const seq = this.lastSeq + offset;
    return { ...content, runId: this.run.runId, seq } as RunEvent;
  }

  private written(events: readonly RunEvent[]): void {
    this.lastSeq += events.length;
    this.writtenAtMs = Date.now();
    this.pushes.push(this.dependencies.watchers.push(this.run.runId, events));
  }
}
