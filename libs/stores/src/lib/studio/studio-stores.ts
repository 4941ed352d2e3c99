import type { Connections } from '../connections';
import { PipelineLogStore } from './pipeline-log-store';
import { RunStore } from './run-store';
import { SessionStore } from './session-store';
import type { StudioTables } from './studio-tables';

/** The stores of the prompt studio and the analysis pipeline. */
export interface StudioStores {
  readonly runs: RunStore;
  readonly sessions: SessionStore;
  readonly pipelineLogs: PipelineLogStore;
}

export function createStudioStores(
  tables: StudioTables,
  { database, objects }: Connections,
): StudioStores {
  const sessions = new SessionStore(database, tables.chatHistory, objects);
  return {
    runs: new RunStore(database, tables.runEvents, sessions),
    sessions,
    pipelineLogs: new PipelineLogStore(database, tables.pipelineLogs),
  };
}
