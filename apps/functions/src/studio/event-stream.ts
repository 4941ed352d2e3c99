import { setTimeout as sleep } from 'node:timers/promises';
import { endsRun, type RunEvent } from '@plot-palette/domain';
import type { RunLog } from './run-log';

/** A stream that has nothing to say says so this often, so that nobody on the way takes it for dead. */
const HEARTBEAT_MS = 10_000;
/** How long an answer waits for its first event. */
const MAX_WAIT_MS = 25_000;
const POLL_MS = 150;
/** Tells an EventSource when to connect again; its own default is seconds. */
const RETRY_MS = 500;

export interface EventStreamSettings {
  readonly runs: Pick<RunLog, 'eventsAfter'>;
  readonly runId: string;
  /** The last event that the client has. */
  readonly lastSeq: number;
  /** How long the answer goes on after its first event. */
  readonly windowMs: number;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** One window of a run's log in the words of server-sent events; the client connects again for the next. */
export async function* eventStream({
  runs,
  runId,
  lastSeq,
  windowMs,
  now = Date.now,
  pause = sleep,
}: EventStreamSettings): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  let seq = lastSeq;
  let endsAt = now() + MAX_WAIT_MS;
  let heartbeatAt = now() + HEARTBEAT_MS;
  while (now() < endsAt) {
    const events = await runs.eventsAfter(runId, seq);
    const last = events.at(-1);
    if (last !== undefined) {
      yield events.map(serverSentEvent).join('');
      if (endsRun(last)) return;
      if (seq === lastSeq) endsAt = now() + windowMs;
      seq = last.seq;
      heartbeatAt = now() + HEARTBEAT_MS;
    } else if (now() >= heartbeatAt) {
      yield ': waiting\n\n';
      heartbeatAt = now() + HEARTBEAT_MS;
    }
    await pause(POLL_MS);
  }
}

/** JSON has no line breaks, which would end the data. */
function serverSentEvent(event: RunEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
}
