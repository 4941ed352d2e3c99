import { deltaOf, MemoryRuns, stoppedEvent } from './memory-runs.fixture';
import {
  MemoryConnections,
  MemorySockets,
  MemoryWatches,
  silentLogger,
} from './memory-sockets.fixture';
import { SocketWatchers } from './run-watchers';

async function watchedBy(...connectionIds: string[]) {
  const runs = new MemoryRuns();
  const watches = new MemoryWatches();
  const connections = new MemoryConnections();
  const sockets = new MemorySockets();
  const { runId } = runs.add('ada');
  for (const connectionId of connectionIds) {
    await connections.open(connectionId, 'ada');
    await connections.addRun(connectionId, runId);
    await watches.add(runId, connectionId);
  }
  const watchers = new SocketWatchers({
    watches,
    connections,
    sockets,
    logger: silentLogger,
  });
  return { runs, watches, connections, sockets, watchers, runId };
}

describe(SocketWatchers.name, () => {
  it('sends overlapping pushes to every watcher in their order', async () => {
    const { watchers, sockets, runId } = await watchedBy('a', 'b');
    await Promise.all(
      [1, 2, 3, 4].map((seq) => watchers.push(runId, [deltaOf(runId, seq)])),
    );
    expect(sockets.seqs('a')).toEqual([1, 2, 3, 4]);
    expect(sockets.seqs('b')).toEqual([1, 2, 3, 4]);
  });

  it('holds nobody up behind a slow socket, and sends that one what has gathered in one frame', async () => {
    const { watchers, sockets, runId } = await watchedBy('slow', 'fast');
    const release = sockets.hold('slow');
    const pushes = [1, 2, 3, 4].map((seq) =>
      watchers.push(runId, [deltaOf(runId, seq)]),
    );
    await new Promise(setImmediate);
    expect(sockets.seqs('fast')).toEqual([1, 2, 3, 4]);
    expect(sockets.seqs('slow')).toEqual([]);
    release();
    await Promise.all(pushes);
    expect(sockets.seqs('slow')).toEqual([1, 2, 3, 4]);
    const frames = sockets.frames.filter(
      ({ connectionId }) => connectionId === 'slow',
    );
    expect(frames).toHaveLength(2);
  });

  it('forgets a socket that is gone, with everything that it watched', async () => {
    const { watchers, sockets, connections, runs, watches, runId } =
      await watchedBy('gone', 'open');
    const other = runs.add('ada').runId;
    await connections.addRun('gone', other);
    await watches.add(other, 'gone');
    sockets.gone.add('gone');
    await watchers.push(runId, [deltaOf(runId, 1)]);
    expect(await watches.ofRun(runId)).toEqual(['open']);
    expect(await watches.ofRun(other)).toEqual([]);
    expect(await connections.get('gone')).toBeUndefined();
    expect(sockets.seqs('open')).toEqual([1]);
  });

  it('leaves a run whose end has arrived, so that the socket may watch as many as come', async () => {
    const { watchers, sockets, connections, watches, runId } = await watchedBy(
      'a',
      'deaf',
    );
    sockets.failing.add('deaf');
    await watchers.push(runId, [deltaOf(runId, 1), stoppedEvent(runId, 2)]);
    expect(sockets.seqs('a')).toEqual([1, 2]);
    expect(connections.byId.get('a')?.runIds).toEqual(new Set());
    // It asks for the end again, and leaves with the answer.
    expect(connections.byId.get('deaf')?.runIds).toEqual(new Set([runId]));
    expect(await watches.ofRun(runId)).toEqual(['deaf']);
  });

  it('gives up what could not be sent, and tries the next events again', async () => {
    const { watchers, sockets, watches, runId } = await watchedBy('a');
    sockets.failing.add('a');
    await watchers.push(runId, [deltaOf(runId, 1)]);
    sockets.failing.delete('a');
    await watchers.push(runId, [deltaOf(runId, 2)]);
    expect(sockets.seqs('a')).toEqual([2]);
    expect(await watches.ofRun(runId)).toEqual(['a']);
  });

  it('asks for the watchers anew at each push, and fails nobody when it cannot', async () => {
    const { watchers, sockets, watches, runId } = await watchedBy();
    await watchers.push(runId, [deltaOf(runId, 1)]);
    await watches.add(runId, 'late');
    await watchers.push(runId, [deltaOf(runId, 2)]);
    watches.ofRun = () => Promise.reject(new Error('throttled'));
    await watchers.push(runId, [deltaOf(runId, 3)]);
    expect(sockets.seqs('late')).toEqual([2]);
  });
});
