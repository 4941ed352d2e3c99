import type { Run, RunEvent } from '@plot-palette/domain';
export interface RunLog {
  get(runId: string): Promise<Run | undefined>;
  eventsAfter(runId: string, seq: number): Promise<RunEvent[]>;
  requestStop(runId: string): Promise<Run | undefined>;
  addWatcher(runId: string, connectionId: string): Promise<void>;
  removeWatcher(runId: string, connectionId: string): Promise<void>;
  watchers(runId: string): Promise<string[]>;
}
