import type { ConnectionStore, RunWatchStore } from '@plot-palette/stores';

export interface WatchRecords {
  readonly connections: Pick<ConnectionStore, 'removeRun'>;
  readonly watches: Pick<RunWatchStore, 'remove'>;
}

/** The socket does not watch the run any more, which makes room for another one. May be repeated. */
export async function leaveRun(
  runId: string,
  connectionId: string,
  { connections, watches }: WatchRecords,
): Promise<void> {
  await watches.remove(runId, connectionId);
  await connections.removeRun(connectionId, runId);
}
