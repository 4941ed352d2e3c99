import { socketFrames, type RunEvent } from '@plot-palette/domain';
import { RunConnection } from './run-connection';
import {
  RUN_ID,
  completed,
  delta,
  eventsOf,
  started,
} from './run-feed.fixture';
import type { RunFeed } from './run-feed';
import { FakeWorld } from './run-ports.fixture';

describe(RunConnection, () => {
  let world: FakeWorld;
  let connection: RunConnection;
  let feed: RunFeed | undefined;
  const lost = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    lost.mockReset();
    feed = undefined;
    world = new FakeWorld();
    connection = new RunConnection(world, {
      changed: (changed) => (feed = changed),
      lost,
    });
  });
  afterEach(() => {
    connection.close();
    vi.useRealTimers();
  });

  const pass = (milliseconds: number) =>
    vi.advanceTimersByTimeAsync(milliseconds);

  async function watchOpen(): Promise<void> {
    connection.watch(RUN_ID);
    await pass(0);
    world.socket.open();
  }

  it('asks for a run from its beginning and follows it to its end', async () => {
    await watchOpen();
    expect(world.socket.said).toEqual([
      { action: 'watch', runId: RUN_ID, lastSeq: 0 },
    ]);
    for (const event of eventsOf(['Hello', ' world'])) world.socket.tell(event);
    expect(feed).toMatchObject({ text: 'Hello world', outcome: 'completed' });
  });

  it('reads frames of several messages', async () => {
    await watchOpen();
    const [frame] = socketFrames(eventsOf(['one', ' two']));
    world.socket.tellText(frame ?? '');
    expect(feed).toMatchObject({ text: 'one two', outcome: 'completed' });
  });

  it('resumes after a break with a new ticket, from what it has, without doubles', async () => {
    await watchOpen();
    world.socket.tell(started());
    world.socket.tell(delta(2, 'one '));
    world.socket.break();
    await pass(1_000);
    expect(world.tickets).toBe(2);
    world.socket.open();
    expect(world.socket.said).toEqual([
      { action: 'watch', runId: RUN_ID, lastSeq: 2 },
    ]);
    for (const event of [delta(2, 'one '), delta(3, 'two'), completed(4)])
      world.socket.tell(event);
    expect(feed).toMatchObject({ text: 'one two', outcome: 'completed' });
  });

  it('waits longer after each failure, and goes on for as long as a run is watched', async () => {
    await watchOpen();
    world.socket.break();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await pass(15_000);
      world.socket.break();
    }
    const before = world.tickets;
    expect(before).toBeGreaterThan(8);
    await pass(14_000);
    expect(world.tickets).toBe(before);
    await pass(1_000);
    expect(world.tickets).toBe(before + 1);
  });

  it('opens no socket again when nothing is watched', async () => {
    await watchOpen();
    for (const event of eventsOf(['done'])) world.socket.tell(event);
    world.socket.break();
    await pass(60_000);
    expect(world.tickets).toBe(1);
  });

  it('asks again for what is missing when it does not come by itself', async () => {
    await watchOpen();
    world.socket.tell(started());
    world.socket.tell(delta(3, 'late'));
    await pass(2_000);
    expect(world.socket.said.at(-1)).toEqual({
      action: 'watch',
      runId: RUN_ID,
      lastSeq: 1,
    });
    world.socket.tell(delta(2, 'not '));
    expect(feed?.text).toBe('not late');
  });

  it('asks again when it has been quiet: the last event may be the lost one', async () => {
    await watchOpen();
    world.socket.tell(started());
    await pass(10_000);
    world.socket.tell({ type: 'heartbeat' });
    await pass(10_000);
    expect(world.socket.said.slice(1)).toContainEqual({
      action: 'watch',
      runId: RUN_ID,
      lastSeq: 1,
    });
  });

  it('replaces a socket that does not answer', async () => {
    await watchOpen();
    await pass(10_000);
    expect(world.socket.said).toContainEqual({ action: 'ping' });
    await pass(11_000);
    expect(world.sockets).toHaveLength(2);
    expect(world.sockets[0]?.isClosed).toBe(true);
  });

  it('falls back to an event stream when no socket can be opened', async () => {
    connection.watch(RUN_ID);
    await pass(0);
    world.socket.break();
    await pass(1_000);
    world.socket.break();
    await pass(0);
    expect(world.streams).toHaveLength(1);
    for (const event of eventsOf(['by', ' events'])) world.stream.tell(event);
    expect(feed).toMatchObject({ text: 'by events', outcome: 'completed' });
    expect(world.stream.isClosed).toBe(true);
  });

  it('opens a stream anew when the browser has given it up', async () => {
    world.hasSockets = false;
    connection.watch(RUN_ID);
    await pass(2_000);
    world.stream.tell(started());
    world.stream.end();
    await pass(1_000);
    expect(world.streams).toHaveLength(2);
    for (const event of eventsOf(['again'])) world.stream.tell(event);
    expect(feed?.text).toBe('again');
  });

  it('says so when a run cannot be followed', async () => {
    await watchOpen();
    world.socket.tell({
      type: 'refused',
      action: 'watch',
      runId: RUN_ID,
      message: 'There is no such run.',
    });
    expect(lost).toHaveBeenCalledWith(RUN_ID, 'There is no such run.');
    world.hasSockets = false;
    world.hasStreams = false;
    world.socket.break();
    connection.watch(RUN_ID);
    await pass(120_000);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('survives what it does not understand', async () => {
    await watchOpen();
    world.socket.tellText('not json');
    world.socket.tellText('{"type":"of a newer release"}');
    world.socket.tell(started());
    expect(feed?.seq).toBe(1);
  });

  it('says good-bye to a run that nobody looks at any more', async () => {
    await watchOpen();
    connection.unwatch(RUN_ID);
    expect(world.socket.said.at(-1)).toEqual({
      action: 'unwatch',
      runId: RUN_ID,
    });
    const event: RunEvent = started();
    world.socket.tell(event);
    expect(feed).toBeUndefined();
  });
});
