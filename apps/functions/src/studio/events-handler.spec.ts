import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Run } from '@plot-palette/domain';
import type { StreamToken } from '@plot-palette/stores';
import { createEventsHandler, type EventsHead } from './events-handler';
import { MemoryRuns, stoppedEvent } from './memory-runs.fixture';
import { silentLogger } from './memory-sockets.fixture';

let runs: MemoryRuns;
let run: Run;
let elapsedMs: number;

beforeEach(() => {
  runs = new MemoryRuns();
  run = runs.add('ada', 2);
  elapsedMs = 0;
});

function end(): void {
  runs.append(stoppedEvent(run.runId, 3));
}

async function get(
  token: string | undefined,
  lastEventId?: string,
  method = 'GET',
) {
  const tokens = new Map<string, StreamToken>([
    ['token', { runId: run.runId, expiresAt: 1 }],
  ]);
  const handler = createEventsHandler({
    runs,
    endExpired: runs.endExpired,
    connections: { findStreamToken: async (secret) => tokens.get(secret) },
    windowMs: 1,
    logger: silentLogger,
    now: () => Date.now() + elapsedMs,
  });
  let head: EventsHead | undefined;
  const body = new PassThrough();
  const answered = text(body);
  await handler(
    {
      requestContext: { http: { method } },
      headers: {
        host: 'events.example',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      ...(token !== undefined && { queryStringParameters: { token } }),
    },
    (opened) => {
      head = opened;
      return body;
    },
  );
  return { ...head, body: await answered };
}

describe(createEventsHandler.name, () => {
  it('streams the run of the token', async () => {
    end();
    const answer = await get('token');
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      },
    });
    expect(answer.body.match(/^id: /gm)).toHaveLength(3);
  });

  it.each([
    ['2', 1],
    ['0', 3],
    ['', 3],
    ['-4', 3],
    ['not ours', 3],
  ])('goes on after Last-Event-ID %j', async (lastEventId, events) => {
    end();
    const { body } = await get('token', lastEventId);
    expect(body.match(/^id: /gm)).toHaveLength(events);
  });

  it('answers 204 once the client has everything of a run that is over', async () => {
    end();
    expect(await get('token', '3')).toMatchObject({
      statusCode: 204,
      body: '',
    });
  });

  it.each([[undefined], [''], ['forged'], ['TOKEN']])(
    'refuses the token %j',
    async (token) => {
      const { statusCode, body } = await get(token);
      expect(statusCode).toBe(403);
      expect(body).not.toContain('part 1');
    },
  );

  it('ends a run whose process is gone, and tells so', async () => {
    runs.leases.set(run.runId, 'expired');
    expect((await get('token', '2')).body).toContain('"type":"stopped"');
  });

  it('works until five minutes after the end', async () => {
    end();
    elapsedMs = 4 * 60_000;
    expect((await get('token')).statusCode).toBe(200);
    elapsedMs = 5 * 60_000 + 1_000;
    expect((await get('token')).statusCode).toBe(403);
  });

  it('refuses a run that is not kept any more, and other methods', async () => {
    expect((await get('token', undefined, 'POST')).statusCode).toBe(405);
    runs.runs.delete(run.runId);
    expect((await get('token')).statusCode).toBe(403);
  });
});
