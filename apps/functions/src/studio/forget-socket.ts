import type { ConnectionStore } from '@plot-palette/stores';
import type { RunLog } from './run-log';

export interface SocketRecords {
  readonly connections: Pick<ConnectionStore, 'close'>;
  readonly runs: Pick<RunLog, 'removeWatcher'>;
}

/** Removes a socket that is gone from the watchers of every run that it watched. May be repeated. */
export async function forgetSocket(
  connectionId: string,
  { connections, runs }: SocketRecords,
): Promise<void> {
  const closed = await connections.close(connectionId);
  await Promise.all(
    [...(closed?.runIds ?? [])].map((runId) =>
      runs.removeWatcher(runId, connectionId),
    ),
  );
}
