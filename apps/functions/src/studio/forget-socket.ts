import type { ConnectionStore, RunWatchStore } from '@plot-palette/stores';

export interface SocketRecords {
  readonly connections: Pick<ConnectionStore, 'close'>;
  readonly watches: Pick<RunWatchStore, 'remove'>;
}

/** Removes a socket that is gone from the watchers of every run that it watched. May be repeated. */
export async function forgetSocket(
  connectionId: string,
  { connections, watches }: SocketRecords,
): Promise<void> {
  const closed = await connections.close(connectionId);
  await Promise.all(
    [...(closed?.runIds ?? [])].map((runId) =>
      watches.remove(runId, connectionId),
    ),
  );
}
