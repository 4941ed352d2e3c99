import {
  readSocketFrame,
  type RunEvent,
  type SocketMessage,
} from '@plot-palette/domain';
import type {
  ClosedConnection,
  Connection,
  RunWatchStore,
} from '@plot-palette/stores';
import type { RunLogger } from './runs/run-dependencies';
import type { Delivery } from './sockets';

/** Open sockets, and what reached each: some are gone, some fail, some are held up. */
export class MemorySockets {
  readonly frames: { readonly connectionId: string; readonly frame: string }[] =
    [];
  readonly gone = new Set<string>();
  readonly failing = new Set<string>();
  private readonly held = new Map<string, Promise<void>>();

  /** Frames to this socket take until the returned function is called. */
  hold(connectionId: string): () => void {
    let release: () => void = () => undefined;
    this.held.set(
      connectionId,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return release;
  }

  async send(connectionId: string, frame: string): Promise<Delivery> {
    await this.held.get(connectionId);
    if (this.gone.has(connectionId)) return 'gone';
    if (this.failing.has(connectionId)) return 'failed';
    this.frames.push({ connectionId, frame });
    return 'sent';
  }

  received(connectionId: string): SocketMessage[] {
    return this.frames
      .filter((sent) => sent.connectionId === connectionId)
      .flatMap(({ frame }) => readSocketFrame(frame));
  }

  seqs(connectionId: string): number[] {
    return this.received(connectionId)
      .filter((message): message is RunEvent => 'seq' in message)
      .map(({ seq }) => seq);
  }
}

/** Which sockets watch which runs, in memory. */
export class MemoryWatches implements Pick<
  RunWatchStore,
  'add' | 'remove' | 'ofRun'
> {
  private readonly watching = new Set<string>();

  get size(): number {
    return this.watching.size;
  }

  async add(runId: string, connectionId: string): Promise<void> {
    this.watching.add(`${runId} ${connectionId}`);
  }

  async remove(runId: string, connectionId: string): Promise<void> {
    this.watching.delete(`${runId} ${connectionId}`);
  }

  async ofRun(runId: string): Promise<string[]> {
    return [...this.watching]
      .filter((entry) => entry.startsWith(runId))
      .map((entry) => entry.slice(runId.length + 1));
  }
}

/** Whose sockets are open, in memory. */
export class MemoryConnections {
  readonly byId = new Map<string, Connection & { runIds: Set<string> }>();
  readonly tickets = new Map<string, string>();
  full = false;

  async redeemTicket(ticket: string): Promise<string | undefined> {
    const userId = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return userId;
  }

  async open(connectionId: string, userId: string): Promise<void> {
    this.byId.set(connectionId, {
      userId,
      connectedAt: new Date().toISOString(),
      expiresAt: Date.now(),
      runIds: new Set(),
    });
  }

  async get(connectionId: string): Promise<Connection | undefined> {
    return this.byId.get(connectionId);
  }

  async addRun(connectionId: string, runId: string): Promise<boolean> {
    const connection = this.byId.get(connectionId);
    if (connection === undefined || this.full) return false;
    connection.runIds.add(runId);
    return true;
  }

  async removeRun(connectionId: string, runId: string): Promise<void> {
    this.byId.get(connectionId)?.runIds.delete(runId);
  }

  async close(connectionId: string): Promise<ClosedConnection | undefined> {
    const connection = this.byId.get(connectionId);
    this.byId.delete(connectionId);
    return connection;
  }
}

export const silentLogger: RunLogger = {
  info: () => undefined,
  error: () => undefined,
};
