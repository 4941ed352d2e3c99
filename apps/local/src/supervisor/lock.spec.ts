import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartFailure } from '../start-failure';
import { acquireLock } from './lock';

describe(acquireLock.name, () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(directory, 'lock.json');
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('lets only one in, and the next one after its release', async () => {
    const release = await acquireLock(path);
    await expect(acquireLock(path)).rejects.toThrow(StartFailure);
    await release();
    expect(await readdir(directory)).toEqual([]);
    await (
      await acquireLock(path)
    )();
  });

  it.each([
    [
      'is gone',
      JSON.stringify({ name: 'supervisor', pid: 4_194_303, started: '1' }),
    ],
    [
      'has a process id that somebody else got since',
      JSON.stringify({ name: 'supervisor', pid: process.pid, started: '1' }),
    ],
    ['was killed while it wrote the lock', '{"na'],
  ])('takes over the lock of an owner that %s', async (_case, content) => {
    await writeFile(path, content);
    const release = await acquireLock(path);
    await expect(acquireLock(path)).rejects.toThrow(`process ${process.pid}`);
    await release();
  });
});
