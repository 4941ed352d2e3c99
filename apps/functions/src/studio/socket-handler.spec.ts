import { randomUUID } from 'node:crypto';
import type { Run } from '@plot-palette/domain';
import { deltaOf, MemoryRuns, stoppedEvent } from './memory-runs.fixture';
import {
  MemoryConnections,
  MemorySockets,
  MemoryWatches,
  silentLogger,
} from './memory-sockets.fixture';
import { createSocketHandler, type SocketHandler } from './socket-handler';

const ADA = 'ada';
const SOCKET = 'L0SM9cOFvHcCIhw=';

let runs: MemoryRuns;
let watches: MemoryWatches;
let connections: MemoryConnections;
let sockets: MemorySockets;
let handler: SocketHandler;

beforeEach(async () => {
  runs = new MemoryRuns();
  watches = new MemoryWatches();
  connections = new MemoryConnections();
  sockets = new MemorySockets();
  handler = createSocketHandler({
    runs,
    watches,
    endExpired: runs.endExpired,
    connections,
    sockets,
    logger: silentLogger,
  });
  await connections.open(SOCKET, ADA);
});

function connect(query: Record<string, string> | null) {
  return handler({
    requestContext: { eventType: 'CONNECT', connectionId: 'new' },
    queryStringParameters: query,
  });
}

async function say(message: unknown, connectionId = SOCKET): Promise<void> {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const answer = await handler({
    requestContext: { eventType: 'MESSAGE', connectionId },
    body,
  });
  expect(answer.statusCode).toBe(200);
}

const watch = (run: Pick<Run, 'runId'>, lastSeq?: number) =>
  say({
    action: 'watch',
    runId: run.runId,
    ...(lastSeq === undefined ? {} : { lastSeq }),
  });

describe(createSocketHandler.name, () => {
  describe('$connect', () => {
    it("opens a socket of the ticket's user, once", async () => {
      connections.tickets.set('ticket', ADA);
      expect((await connect({ ticket: 'ticket' })).statusCode).toBe(200);
      expect(await connections.get('new')).toMatchObject({ userId: ADA });
      expect((await connect({ ticket: 'ticket' })).statusCode).toBe(401);
    });

    it.each([[null], [{}], [{ ticket: '' }], [{ ticket: 'forged' }]])(
      'refuses %j',
      async (query) => {
        connections.tickets.set('ticket', ADA);
        expect((await connect(query)).statusCode).toBe(401);
        expect(await connections.get('new')).toBeUndefined();
      },
    );
  });

  describe('watch', () => {
    it.each([
      [undefined, [1, 2, 3]],
      [0, [1, 2, 3]],
      [2, [3]],
      [3, []],
    ])('after %s sends the log from there', async (lastSeq, expected) => {
      const run = runs.add(ADA, 3);
      await watch(run, lastSeq);
      expect(sockets.seqs(SOCKET)).toEqual(expected);
      expect(await watches.ofRun(run.runId)).toEqual([SOCKET]);
    });

    it('is a watcher before it reads the log, so that nothing falls between', async () => {
      const run = runs.add(ADA);
      const read = runs.eventsAfter.bind(runs);
      runs.eventsAfter = async (runId, seq) => {
        expect(await watches.ofRun(runId)).toEqual([SOCKET]);
        runs.append(deltaOf(runId, 1));
        return read(runId, seq);
      };
      await watch(run);
      expect(sockets.seqs(SOCKET)).toEqual([1]);
    });

    it('ends a run whose process is gone, and tells so', async () => {
      const run = runs.add(ADA, 2);
      runs.leases.set(run.runId, 'expired');
      await watch(run, 2);
      expect(sockets.received(SOCKET)).toMatchObject([
        { type: 'stopped', seq: 3 },
      ]);
    });

    it('leaves a run that is over', async () => {
      const run = runs.add(ADA, 2);
      runs.append(stoppedEvent(run.runId, 3));
      await watch(run, 1);
      await watch(run, 3);
      expect(sockets.seqs(SOCKET)).toEqual([2, 3]);
      expect(await watches.ofRun(run.runId)).toEqual([]);
    });

    it('refuses to have seen more than there is', async () => {
      await watch(runs.add(ADA, 2), 3);
      expect(sockets.received(SOCKET)).toEqual([
        expect.objectContaining({
          type: 'refused',
          message: expect.stringContaining('2 events so far'),
        }),
      ]);
    });

    it('refuses more runs than a socket may watch', async () => {
      connections.full = true;
      const run = runs.add(ADA, 1);
      await watch(run);
      expect(sockets.received(SOCKET)).toMatchObject([
        { type: 'refused', action: 'watch', runId: run.runId },
      ]);
      expect(await watches.ofRun(run.runId)).toEqual([]);
    });
  });

  it.each(['watch', 'stop'])(
    'refuses to %s a run of somebody else in the words for one that does not exist',
    async (action) => {
      const { runId } = runs.add('eve', 3);
      const unknown = randomUUID();
      await say({ action, runId });
      await say({ action, runId: unknown });
      const [theirs, none] = sockets.received(SOCKET);
      expect(theirs).toMatchObject({ type: 'refused', action, runId });
      expect(JSON.stringify(theirs).replaceAll(runId, unknown)).toBe(
        JSON.stringify(none),
      );
      expect(runs.stopped).toEqual([]);
      expect(watches.size).toBe(0);
    },
  );

  it('stops an own run, and leaves watching it', async () => {
    const run = runs.add(ADA);
    await watch(run);
    await say({ action: 'stop', runId: run.runId });
    expect(runs.stopped).toEqual([run.runId]);
    expect(await watches.ofRun(run.runId)).toEqual([SOCKET]);
  });

  it('unwatches, which stops nothing', async () => {
    const run = runs.add(ADA);
    await watch(run);
    await say({ action: 'unwatch', runId: run.runId });
    expect(await watches.ofRun(run.runId)).toEqual([]);
    expect(runs.stopped).toEqual([]);
  });

  it('cannot remove the watcher of another socket', async () => {
    const run = runs.add('eve');
    await watches.add(run.runId, 'of eve');
    await say({ action: 'unwatch', runId: run.runId });
    expect(await watches.ofRun(run.runId)).toEqual(['of eve']);
  });

  it('answers a ping', async () => {
    await say({ action: 'ping' });
    expect(sockets.received(SOCKET)).toEqual([{ type: 'heartbeat' }]);
  });

  it.each([
    ['', '', 'not JSON'],
    ['hello', '', 'not JSON'],
    ['null', '', 'expected object'],
    [{ action: 'fly' }, 'fly', 'watch'],
    [{ action: 'x'.repeat(9_999) }, 'x'.repeat(50), 'watch'],
    [{ action: 'watch' }, 'watch', 'runId'],
    [{ action: 'watch', runId: '../x' }, 'watch', 'runId'],
    [{ action: 'watch', runId: randomUUID(), lastSeq: -1 }, 'watch', 'lastSeq'],
    [{ action: 'ping', userId: 'eve' }, 'ping', 'userId'],
  ])('says what is wrong with %j', async (message, action, expected) => {
    await say(message);
    expect(sockets.received(SOCKET)).toEqual([
      { type: 'refused', action, message: expect.stringContaining(expected) },
    ]);
  });

  it('does nothing for a socket that it does not know', async () => {
    const run = runs.add(ADA, 1);
    await say({ action: 'watch', runId: run.runId }, 'stranger');
    expect(sockets.received('stranger')).toMatchObject([
      { type: 'refused', action: 'watch' },
    ]);
    expect(watches.size).toBe(0);
  });

  it('forgets a socket that closes, or that is gone when it is answered', async () => {
    const run = runs.add(ADA, 1);
    await watch(run);
    await handler({
      requestContext: { eventType: 'DISCONNECT', connectionId: SOCKET },
    });
    expect(await connections.get(SOCKET)).toBeUndefined();
    expect(watches.size).toBe(0);

    await connections.open(SOCKET, ADA);
    sockets.gone.add(SOCKET);
    await watch(run);
    expect(await connections.get(SOCKET)).toBeUndefined();
    expect(watches.size).toBe(0);
  });

  it('refuses what is no event of a socket', async () => {
    await expect(handler({ body: '{}' })).rejects.toThrow('requestContext');
  });
});
