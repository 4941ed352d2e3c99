import { endsRun, type RunEvent } from '@plot-palette/domain';
import type { ConnectionStore, RunWatchStore } from '@plot-palette/stores';
import { forgetSocket, type SocketRecords } from './forget-socket';
import { leaveRun } from './leave-run';
import { SocketQueue } from './socket-queue';
import type { RunLogger } from './runs/run-dependencies';
import type { Sockets } from './sockets';

/** Tells whoever watches a run what has been written to its log. */
export interface RunWatchers {
  /**
   * Never throws. Resolves when each watcher has the events or was given up, for which a generation need not wait:
   * calls may overlap, and every socket gets the events in the order of the calls. A function waits for all of its
   * calls before it ends, because what it has begun stands still afterwards.
   */
  push(runId: string, events: readonly RunEvent[]): Promise<void>;
}

export interface WatcherDependencies extends SocketRecords {
  readonly connections: Pick<ConnectionStore, 'close' | 'removeRun'>;
  readonly watches: Pick<RunWatchStore, 'ofRun' | 'remove'>;
  readonly sockets: Pick<Sockets, 'send'>;
  readonly logger: RunLogger;
}

/** Watchers on sockets. What a slow one misses it asks for again; one that is gone, or has the run's end, is forgotten. */
export class SocketWatchers implements RunWatchers {
  private readonly queues = new Map<string, SocketQueue>();
  private lookup: Promise<readonly string[]> = Promise.resolve([]);

  constructor(private readonly dependencies: WatcherDependencies) {}

  async push(runId: string, events: readonly RunEvent[]): Promise<void> {
    // After the events are in the log, for every push: a socket that began to watch since has not read them there.
    const lookup = this.lookup.then(() => this.watchers(runId));
    this.lookup = lookup;
    const connectionIds = await lookup;
    await Promise.all(
      connectionIds.map((connectionId) =>
        this.send(runId, connectionId, events),
      ),
    );
  }

  private async watchers(runId: string): Promise<readonly string[]> {
    try {
      return await this.dependencies.watches.ofRun(runId);
    } catch (error) {
      this.dependencies.logger.error({ runId, err: error }, 'run.push.failed');
      return [];
    }
  }

  private async send(
    runId: string,
    connectionId: string,
    events: readonly RunEvent[],
  ): Promise<void> {
    const { watches, sockets, logger } = this.dependencies;
    const queue =
      this.queues.get(connectionId) ?? new SocketQueue(connectionId, sockets);
    this.queues.set(connectionId, queue);
    const delivery = await queue.add(events);
    try {
      if (delivery === 'gone') {
        this.queues.delete(connectionId);
        await watches.remove(runId, connectionId);
        await forgetSocket(connectionId, this.dependencies);
      } else if (delivery === 'sent' && events.some(endsRun))
        await leaveRun(runId, connectionId, this.dependencies);
    } catch (error) {
      logger.error({ connectionId, err: error }, 'socket.forget.failed');
    }
  }
}
