import {
  endsRun,
  type Run,
  type RunEvent,
  type SocketMessage,
  type SocketRequest,
} from '@plot-palette/domain';
import {
  MAX_WATCHED_RUNS,
  type ClaimedRun,
  type ConnectionStore,
  type RunWatchStore,
} from '@plot-palette/stores';
import { leaveRun } from './leave-run';
import type { RunLog } from './run-log';

export interface SessionDependencies {
  readonly runs: RunLog;
  readonly watches: Pick<RunWatchStore, 'add' | 'remove'>;
  readonly connections: Pick<ConnectionStore, 'addRun' | 'removeRun'>;
  /** Ends a run whose process is gone; does nothing to others. */
  readonly endExpired: (claimed: ClaimedRun) => Promise<unknown>;
}

/** Whose socket it is. */
export interface SocketOwner {
  readonly connectionId: string;
  readonly userId: string;
}

type OnRun = Exclude<SocketRequest, { action: 'ping' }>;

/** What a user may do on a socket of his own, and what he is answered. */
export class SocketSession {
  constructor(
    private readonly owner: SocketOwner,
    private readonly dependencies: SessionDependencies,
  ) {}

  async answer(request: SocketRequest): Promise<readonly SocketMessage[]> {
    switch (request.action) {
      case 'ping':
        return [{ type: 'heartbeat' }];
      case 'unwatch':
        await this.leave(request.runId);
        return [];
      case 'stop':
        return this.stop(request);
      case 'watch':
        return this.watch(request);
      default:
        return request satisfies never;
    }
  }

  private async stop(request: OnRun): Promise<readonly SocketMessage[]> {
    if ((await this.ownRun(request.runId)) === undefined)
      return [unknownRun(request)];
    await this.dependencies.runs.requestStop(request.runId);
    return [];
  }

  private async watch(
    request: Extract<OnRun, { action: 'watch' }>,
  ): Promise<readonly SocketMessage[]> {
    const { runId, lastSeq } = request;
    const claimed = await this.ownRun(runId);
    if (claimed === undefined) return [unknownRun(request)];
    const { run } = claimed;
    if (lastSeq > run.lastSeq)
      return [
        refusal(
          request,
          `The run has ${run.lastSeq} events so far; lastSeq cannot be ${lastSeq}.`,
        ),
      ];
    if (!(await this.enter(runId)))
      return [
        refusal(
          request,
          `A socket watches at most ${MAX_WATCHED_RUNS} runs at a time, while it is open. Unwatch one, or open another socket.`,
        ),
      ];
    await this.dependencies.endExpired(claimed);
    // Only now: what is written after this look is pushed to the watcher.
    const events = await this.dependencies.runs.eventsAfter(runId, lastSeq);
    if (isOver(run, events)) await this.leave(runId);
    return events;
  }

  private async enter(runId: string): Promise<boolean> {
    const { connectionId } = this.owner;
    if (!(await this.dependencies.connections.addRun(connectionId, runId)))
      return false;
    await this.dependencies.watches.add(runId, connectionId);
    return true;
  }

  private leave(runId: string): Promise<void> {
    return leaveRun(runId, this.owner.connectionId, this.dependencies);
  }

  private async ownRun(runId: string): Promise<ClaimedRun | undefined> {
    const claimed = await this.dependencies.runs.read(runId);
    return claimed?.run.userId === this.owner.userId ? claimed : undefined;
  }
}

function isOver(run: Run, events: readonly RunEvent[]): boolean {
  return events.some(endsRun) || run.finishedAt !== undefined;
}

/** The same for a run that does not exist and one of somebody else. */
function unknownRun(request: OnRun): SocketMessage {
  return refusal(request, `There is no run ${request.runId}.`);
}

function refusal({ action, runId }: OnRun, message: string): SocketMessage {
  return { type: 'refused', action, runId, message };
}
