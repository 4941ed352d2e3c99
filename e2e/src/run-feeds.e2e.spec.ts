import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import {
  endsRun,
  eventStreamSchema,
  readSocketFrame,
  runEventSchema,
  socketTicketSchema,
  type Run,
  type SocketMessage,
} from '@plot-palette/domain';
import { WebSocket } from 'ws';
import { until } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';
import { Studio } from './harness/studio';

const outputs = sharedOutputs();
const RUN_ENDS_MS = 60_000;

let ada: Studio;
let bob: Studio;
const open: WebSocket[] = [];
const asked: Run[] = [];

beforeAll(async () => {
  await new Simulator(outputs).set({ latency: { kind: 'fixed', ms: 3_000 } });
  ada = await Studio.ofNewUser(outputs);
  bob = await Studio.ofNewUser(outputs);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});

// Whoever reads the simulator's account next finds none of their calls in it.
afterAll(() => Promise.all(asked.map((run) => ada.end(run))));

async function ask(text: string): Promise<Run> {
  const run = await ada.ask(text);
  asked.push(run);
  return run;
}

async function ticketOf({ api }: Studio) {
  return api.expect(socketTicketSchema, 'POST', '/runs/tickets');
}

async function eventsUrlOf({ api }: Studio, { runId }: Run) {
  const path = `/runs/${runId}/event-token`;
  return new URL((await api.expect(eventStreamSchema, 'POST', path)).url);
}

/** Whether the handshake came about. */
async function opens(url: string): Promise<boolean> {
  const socket = new WebSocket(url);
  open.push(socket);
  try {
    await once(socket, 'open');
    return true;
  } catch {
    return false;
  }
}

async function withTicket(change: (ticket: string) => string): Promise<string> {
  const { url, ticket } = await ticketOf(ada);
  return url.replace(ticket, change(ticket));
}

/** What the emulator does not do by itself within a test: a minute passes. */
async function expire(ticket: string): Promise<void> {
  const { awsEndpointUrl: endpoint, region, accessKeyId } = outputs;
  const { secretAccessKey, tables } = outputs;
  const credentials = { accessKeyId, secretAccessKey };
  const database = new DynamoDB({ endpoint, region, credentials });
  const hash = createHash('sha256').update(ticket).digest('hex');
  await database.updateItem({
    TableName: tables['connections'],
    Key: { connectionId: { S: `ticket#${hash}` } },
    UpdateExpression: 'SET expiresAt = expiresAt - :minute',
    ConditionExpression: 'attribute_exists(userId)',
    ExpressionAttributeValues: { ':minute': { N: '61' } },
  });
  database.destroy();
}

/** A socket of the user, and what it is told. */
async function socketOf(user: Studio) {
  const socket = new WebSocket((await ticketOf(user)).url);
  open.push(socket);
  const heard: SocketMessage[] = [];
  socket.on('message', (frame) =>
    heard.push(...readSocketFrame(String(frame))),
  );
  await once(socket, 'open');
  return {
    heard,
    say: (message: unknown) => socket.send(JSON.stringify(message)),
    next: (count = 1) =>
      until(
        async () => heard,
        ({ length }) => length >= count,
        RUN_ENDS_MS,
        20,
      ),
  };
}

describe('a socket', () => {
  it('opens with a ticket, once: of many at the same time one', async () => {
    const { url } = await ticketOf(ada);
    const opened = await Promise.all(
      Array.from({ length: 6 }, () => opens(url)),
    );
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await opens(url)).toBe(false);
  });

  it.each<[string, () => Promise<string>]>([
    ['no ticket', async () => (await ticketOf(ada)).url.replace(/\?.*/, '')],
    ['an empty ticket', () => withTicket(() => '')],
    ['a forged ticket', () => withTicket((ticket) => `${ticket.slice(1)}A`)],
    [
      'the hash that is kept of a ticket',
      () => withTicket((t) => createHash('sha256').update(t).digest('hex')),
    ],
    [
      'the token of an event stream',
      async () => {
        const streamUrl = await eventsUrlOf(ada, await ask('Hello'));
        const token = streamUrl.searchParams.get('token') ?? '';
        return withTicket(() => token);
      },
    ],
    [
      'a ticket that is a minute old',
      async () => {
        const { ticket, url } = await ticketOf(ada);
        await expire(ticket);
        return url;
      },
    ],
  ])('does not open with %s', async (_what, url) => {
    expect(await opens(await url())).toBe(false);
  });
});

describe("what somebody else's socket says of a run", () => {
  it('neither shows nor stops it, and does not tell that there is one', async () => {
    const run = await ask('A secret');
    const socket = await socketOf(bob);
    const forged = randomUUID();
    const actions = ['watch', 'stop'] as const;
    for (const action of actions)
      for (const runId of [run.runId, forged]) socket.say({ action, runId });
    socket.say({ action: 'unwatch', runId: run.runId });
    await socket.next(4);
    const refusalOf = (action: string, runId: string) => ({
      type: 'refused',
      action,
      runId,
      message: `There is no run ${runId}.`,
    });
    expect(socket.heard).toEqual(
      expect.arrayContaining(
        actions.flatMap((action) => [
          refusalOf(action, run.runId),
          refusalOf(action, forged),
        ]),
      ),
    );
    const ended = await until(
      () => ada.run(run.runId),
      ({ finishedAt }) => finishedAt !== undefined,
      RUN_ENDS_MS,
    );
    expect(ended).toMatchObject({ status: 'COMPLETED', stopRequested: false });
    // Only then can it be said that nothing more came.
    socket.say({ action: 'ping' });
    await socket.next(5);
    expect(socket.heard).toHaveLength(4 + 1);
  });

  it('is refused when it names no run at all, and the socket stays open', async () => {
    const socket = await socketOf(bob);
    socket.say({ action: 'watch', runId: '#run' });
    socket.say({ action: 'stop', runId: { S: 'x' } });
    socket.say({ action: 'watch', runId: randomUUID(), userId: 'ada' });
    socket.say('watch');
    await socket.next(4);
    expect(socket.heard.map(({ type }) => type)).toEqual(
      Array.from({ length: 4 }, () => 'refused'),
    );
    socket.say({ action: 'ping' });
    expect((await socket.next(5)).at(-1)).toEqual({ type: 'heartbeat' });
  });

  it('is the difference to an own one, which it stops', async () => {
    const run = await ask('Stop me');
    const socket = await socketOf(ada);
    socket.say({ action: 'watch', runId: run.runId });
    await socket.next();
    socket.say({ action: 'stop', runId: run.runId });
    await until(
      async () => socket.heard,
      (heard) => heard.some(({ type }) => type === 'stopped'),
      RUN_ENDS_MS,
    );
    expect((await ada.run(run.runId)).status).toBe('STOPPED');
  });
});

describe('the token of an event stream', () => {
  it('shows its run and no other', async () => {
    const [first, second] = [await ask('One'), await ask('Two')];
    const url = await eventsUrlOf(ada, first);
    url.searchParams.set('runId', second.runId);
    const read = async () => (await fetch(url)).text();
    const ended = await until(
      read,
      (text) => eventsOf(text).some(endsRun),
      RUN_ENDS_MS,
    );
    const runIds = new Set(eventsOf(ended).map(({ runId }) => runId));
    expect([...runIds]).toEqual([first.runId]);
  });

  it.each<[string, (token: string) => Promise<string | undefined>]>([
    ['no token', async () => undefined],
    ['a forged token', async (token) => `${token.slice(1)}A`],
    ['the id of a run', async () => (await ask('Three')).runId],
    ['a ticket', async () => (await ticketOf(ada)).ticket],
  ])('is refused when it is %s', async (_what, forge) => {
    const url = await eventsUrlOf(ada, await ask('Four'));
    const forged = await forge(url.searchParams.get('token') ?? '');
    url.search = forged === undefined ? '' : `?token=${forged}`;
    expect((await fetch(url)).status).toBe(403);
  });

  it('is given to nobody else', async () => {
    const { runId } = await ask('Five');
    for (const id of [runId, randomUUID()]) {
      const answer = await bob.api.call('POST', `/runs/${id}/event-token`);
      expect(answer.status).toBe(404);
    }
  });
});

function eventsOf(stream: string) {
  return [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) =>
    runEventSchema.parse(JSON.parse(data ?? '')),
  );
}
