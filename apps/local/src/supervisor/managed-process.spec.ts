import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from './managed-process';
import { startToken } from './process-identity';
import { waitUntilReady } from './wait-until-ready';

/** Starts a child in its group, says its id, and answers SIGTERM as it is told. */
const PARENT = (onTerm: string) => `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  process.on('SIGTERM', () => { ${onTerm} });
  setInterval(() => {}, 1000);
  console.log('child ' + child.pid);
`;

describe(ManagedProcess.name, () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'managed-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const launch = (script: string) =>
    new ManagedProcess(
      {
        name: 'probe',
        program: process.execPath,
        args: ['-e', script],
        directory,
        environment: {},
      },
      { logs: directory, processes: directory },
    );

  async function childOf(parent: ManagedProcess): Promise<number> {
    await waitUntilReady(
      parent,
      async () => parent.lastLines(1)[0]?.startsWith('child ') === true,
      10_000,
    );
    return Number(parent.lastLines(1)[0]?.split(' ')[1]);
  }

  it('ends with its children and leaves no record', async () => {
    const parent = launch(PARENT('process.exit(0)'));
    const child = await childOf(parent);
    expect(
      JSON.parse(await readFile(join(directory, 'probe.json'), 'utf8')),
    ).toMatchObject({ pid: parent.pid });
    await parent.stop(10_000);
    expect(await parent.ended).toBe('ended with code 0');
    while (startToken(child) !== undefined)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await readdir(directory)).toEqual(['probe.log']);
  });

  it('is killed when it does not end in time', async () => {
    const parent = launch(PARENT(''));
    await childOf(parent);
    await parent.stop(200);
    expect(await parent.ended).toBe('was ended by SIGKILL');
  });

  it('shows its last lines when it ends instead of getting ready', async () => {
    const parent = launch("console.log('no such file'); process.exit(4)");
    await expect(
      waitUntilReady(parent, async () => false, 10_000),
    ).rejects.toThrow(/the probe ended with code 4[^]*no such file/);
  });

  it('says so when there is no such program', async () => {
    const parent = new ManagedProcess(
      {
        name: 'probe',
        program: '/nowhere/program',
        args: [],
        directory,
        environment: {},
      },
      { logs: directory, processes: directory },
    );
    expect(await parent.ended).toContain('ENOENT');
  });
});
