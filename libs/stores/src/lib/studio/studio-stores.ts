import type { Connections } from '../connections';
import { ConnectionStore } from './connection-store';
import type { StudioTables } from './studio-tables';

/** The stores of the prompt studio. */
export interface StudioStores {
  readonly connections: ConnectionStore;
}

export function createStudioStores(
  tables: StudioTables,
  { database }: Connections,
): StudioStores {
  return {
    connections: new ConnectionStore(database, tables.connections),
  };
}
