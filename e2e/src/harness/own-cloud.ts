import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './api';
import { readOutputs, type Outputs } from './outputs';

const WORKSPACE = join(__dirname, '..', '..', '..');
const READY_MS = 120_000;

/** A local cloud of the test's own, which may be killed and started again. */
export class OwnCloud {
  readonly data = mkdtempSync(join(tmpdir(), 'own-cloud-'));
  private process: ChildProcess | undefined;

  /** The first start takes free ports; the following ones have to keep them, as a user's would. */
  async start(
    options: readonly string[] = ['--ports', 'auto'],
  ): Promise<Outputs> {
    const outputs = join(this.data, 'outputs.json');
    rmSync(outputs, { force: true });
    this.process = spawn(
      process.execPath,
      [
        'dist/apps/local/main.mjs',
        '--no-demo',
        '--model',
        'sim',
        '--data',
        this.data,
        // The emulator journals writes to DynamoDB; users and executions are as old as its last snapshot.
        '--snapshot-seconds',
        '1',
        ...options,
      ],
      { cwd: WORKSPACE, stdio: 'ignore' },
    );
    await until(async () => existsSync(outputs), Boolean, READY_MS);
    return readOutputs(outputs);
  }

  /** Everything at once and without a warning: supervisor, emulator, model server and workers. */
  killAll(): number[] {
    const ids = this.processes();
    for (const id of ids) process.kill(id, 'SIGKILL');
    return ids;
  }

  async stop(): Promise<void> {
    const running = this.process;
    if (
      running !== undefined &&
      running.exitCode === null &&
      running.signalCode === null
    ) {
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      await ended;
    }
  }

  /** Every process whose command line or environment names this data directory, descendants included. */
  processes(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter(
        (id) => read(id, 'cmdline').includes(this.data) || this.descends(id),
      )
      .map(Number);
  }

  remove(): void {
    rmSync(this.data, { recursive: true, force: true });
  }

  private descends(id: string): boolean {
    for (
      let current = id;
      current !== '' && current !== '0' && current !== '1';
      current = parentOf(current)
    ) {
      if (Number(current) === this.process?.pid) return true;
      if (read(current, 'cmdline').includes(this.data)) return true;
    }
    return false;
  }
}

function parentOf(id: string): string {
  return /\)\s\S\s(\d+)/.exec(read(id, 'stat'))?.[1] ?? '';
}

function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'latin1');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
