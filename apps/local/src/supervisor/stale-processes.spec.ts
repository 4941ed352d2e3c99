import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { startToken } from './process-identity';
import { endStaleProcesses } from './stale-processes';

describe(endStaleProcesses.name, () => {
  let directory: string;
  let child: ChildProcess;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'processes-'));
    child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    await once(child, 'spawn');
  });

  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });

  const record = (content: unknown) =>
    writeFile(
      join(directory, 'task-1.json'),
      typeof content === 'string' ? content : JSON.stringify(content),
    );

  it('ends a process of the recorded id and start time, and forgets it', async () => {
    await record({
      name: 'task 1',
      pid: child.pid,
      started: startToken(child.pid ?? 0),
    });
    const ended = once(child, 'exit');
    expect(await endStaleProcesses(directory, 5_000)).toEqual(['task 1']);
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(await readdir(directory)).toEqual([]);
  });

  it('spares a process that merely got the same id later', async () => {
    await record({ name: 'task 1', pid: child.pid, started: '1' });
    expect(await endStaleProcesses(directory, 100)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
    expect(await readdir(directory)).toEqual([]);
  });

  it('gets past half a record', async () => {
    await record('{"name": "ta');
    expect(await endStaleProcesses(directory, 100)).toEqual([]);
  });
});
