import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isRunOver, type Run } from '@plot-palette/domain';
import type { ClaimedRun, ConnectionStore } from '@plot-palette/stores';
import { eventStream } from './event-stream';
import { eventsRequestSchema } from './events-request';
import type { RunLog } from './run-log';
import type { RunLogger } from './runs/run-dependencies';

/** How long after the end of its run a token still opens the run's events. */
const GRACE_MS = 5 * 60_000;

export interface EventsDependencies {
  readonly connections: Pick<ConnectionStore, 'findStreamToken'>;
  readonly runs: Pick<RunLog, 'read' | 'eventsAfter'>;
  /** Ends a run whose process is gone; does nothing to others. */
  readonly endExpired: (claimed: ClaimedRun) => Promise<unknown>;
  readonly windowMs: number;
  readonly logger: RunLogger;
  readonly now?: () => number;
}

export interface EventsHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Begins the answer: where its body is to be written. */
export type OpenAnswer = (head: EventsHead) => Writable;

export type EventsHandler = (event: unknown, open: OpenAnswer) => Promise<void>;

/** Takes requests to the function URL: whoever has the token of a run reads its log. */
export function createEventsHandler(
  dependencies: EventsDependencies,
): EventsHandler {
  const { runs, windowMs, logger, now = Date.now } = dependencies;
  return async (event, open) => {
    const { token, lastSeq, method } = eventsRequestSchema.parse(event);
    if (method !== 'GET')
      return refuse(open, 405, 'Only GET is answered here.');
    const run = await runOf(token, dependencies, now());
    if (run === undefined)
      return refuse(
        open,
        403,
        'The token is wrong or has expired. Get another one: POST /runs/{id}/event-token.',
      );
    if (isRunOver(run.status) && lastSeq >= run.lastSeq) {
      // Nothing follows: this status, and no other that is no error, keeps an EventSource from connecting again.
      close(open, 204, '');
      return;
    }
    const { runId } = run;
    logger.info({ runId, lastSeq }, 'run.events.opened');
    const answer = open({
      statusCode: 200,
      headers: { ...NO_STORE, 'content-type': 'text/event-stream' },
    });
    await pipeline(eventStream({ runs, runId, lastSeq, windowMs }), answer);
  };
}

const NO_STORE = { 'cache-control': 'no-store' };

async function runOf(
  token: string | undefined,
  { connections, runs, endExpired }: EventsDependencies,
  now: number,
): Promise<Run | undefined> {
  const found =
    token === undefined ? undefined : await connections.findStreamToken(token);
  const claimed = found && (await runs.read(found.runId));
  if (claimed === undefined) return undefined;
  await endExpired(claimed);
  const { run } = claimed;
  return run.finishedAt === undefined ||
    now < Date.parse(run.finishedAt) + GRACE_MS
    ? run
    : undefined;
}

function refuse(open: OpenAnswer, statusCode: number, problem: string): void {
  close(open, statusCode, `${problem}\n`, {
    'content-type': 'text/plain; charset=utf-8',
  });
}

/** Lambda sends status and headers with the first write, even of nothing, and not with `end`. */
function close(
  open: OpenAnswer,
  statusCode: number,
  text: string,
  headers: EventsHead['headers'] = {},
): void {
  const answer = open({ statusCode, headers: { ...NO_STORE, ...headers } });
  answer.write(text);
  answer.end();
}
