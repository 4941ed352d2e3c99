import type { Connections } from '../connections';
import { ConnectionStore } from './connection-store';
import { RunStore } from './run-store';
import { SessionStore } from './session-store';
import type { StudioTables } from './studio-tables';

/** The stores of the prompt studio and the analysis pipeline. */
export interface StudioStores {
  readonly connections: ConnectionStore;
  readonly runs: RunStore;
  readonly sessions: SessionStore;
}

export function createStudioStores(
  tables: StudioTables,
  { database, objects }: Connections,
): StudioStores {
  const sessions = new SessionStore(database, tables.chatHistory, objects);
  return {
    connections: new ConnectionStore(database, tables.connections),
    runs: new RunStore(database, tables.runEvents, sessions),
    sessions,
  };
}
