import type { Connections } from '../connections';
import { PipelineLogStore } from './pipeline-log-store';
import type { StudioTables } from './studio-tables';

/** The stores of the prompt studio and the analysis pipeline. */
export interface StudioStores {
  readonly pipelineLogs: PipelineLogStore;
}

export function createStudioStores(
  tables: StudioTables,
  { database }: Connections,
): StudioStores {
  return {
    pipelineLogs: new PipelineLogStore(database, tables.pipelineLogs),
  };
}
