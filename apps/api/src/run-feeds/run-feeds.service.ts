import { Inject, Injectable } from '@nestjs/common';
import {
  Conflict,
  NotFound,
  type EventStream,
  type Run,
  type SocketTicket,
} from '@plot-palette/domain';
import { ConnectionStore, RunStore } from '@plot-palette/stores';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import type { Caller } from '../auth/caller';

const MINUTE_MS = 60_000;
/** How long after the end of its run an event stream can be read; its function has the same rule. */
const STREAM_GRACE_MS = 5 * MINUTE_MS;
/** A run is over after less: it waits for its function, which Lambda ends after 15 minutes. */
const LONGEST_RUN_MS = 25 * MINUTE_MS;

/** Lets clients in at the addresses where runs are followed, which know no access tokens. */
@Injectable()
export class RunFeedsService {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly runs: RunStore,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  async issueTicket({ userId }: Caller): Promise<SocketTicket> {
    const ticket = await this.connections.issueTicket(userId);
    return { ticket, url: `${this.config.socketUrl}?ticket=${ticket}` };
  }

  /** @throws NotFound when the run does not exist or is somebody else's, Conflict when it ended too long ago. */
  async openEventStream(
    { userId }: Caller,
    runId: string,
  ): Promise<EventStream> {
    const run = await this.runs.get(runId);
    if (run?.userId !== userId) throw new NotFound(`There is no run ${runId}.`);
    const expiresAt = streamEnd(run);
    if (expiresAt <= Date.now())
      throw new Conflict(
        `Run ${runId} ended more than five minutes ago: its answer is in its session.`,
      );
    const token = await this.connections.issueStreamToken({
      runId,
      expiresAt: Math.ceil(expiresAt / 1_000),
    });
    const url = new URL(this.config.eventsUrl);
    url.searchParams.set('token', token);
    return { url: url.href, expiresAt: new Date(expiresAt).toISOString() };
  }
}

function streamEnd({ finishedAt }: Run): number {
  return finishedAt === undefined
    ? Date.now() + LONGEST_RUN_MS + STREAM_GRACE_MS
    : Date.parse(finishedAt) + STREAM_GRACE_MS;
}
