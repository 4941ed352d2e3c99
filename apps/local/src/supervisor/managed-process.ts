import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startToken } from './process-identity';
import { signalGroup } from './signal-group';

export interface ProcessCommand {
  /** Also the name of its log file. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** The whole of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A child in a process group of its own, so that it goes with all its children and no Ctrl-C reaches it directly. */
export class ManagedProcess {
  readonly name: string;
  readonly logPath: string;
  /** Settles when the process is gone, with how it ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly recordPath: string;
  private readonly logStart: number;

  constructor(
    command: ProcessCommand,
    directories: { readonly logs: string; readonly processes: string },
  ) {
    this.name = command.name;
    this.logPath = join(directories.logs, `${command.name}.log`);
    this.recordPath = join(directories.processes, `${command.name}.json`);
    const log = openSync(this.logPath, 'a');
    this.logStart = readFileSync(this.logPath).length;
    this.child = spawn(command.program, command.args, {
      cwd: command.directory,
      env: command.environment,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.ended = this.watch();
    const { pid } = this.child;
    if (pid !== undefined) {
      writeFileSync(
        this.recordPath,
        JSON.stringify({
          name: this.name,
          pid,
          started: startToken(pid) ?? '',
        }),
      );
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isRunning(): boolean {
    return (
      this.child.pid !== undefined &&
      this.child.exitCode === null &&
      this.child.signalCode === null
    );
  }

  /** What this run of the process has written so far, the last lines of it. */
  lastLines(count: number): string[] {
    const text = readFileSync(this.logPath)
      .subarray(this.logStart)
      .toString('utf8');
    return text.trimEnd().split('\n').slice(-count);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal);
  }

  /** SIGTERM to the process, which ends its own; SIGKILL to the whole group when its time is over. */
  async stop(graceMs: number): Promise<void> {
    this.signal('SIGTERM');
    const abort = new AbortController();
    const late = sleep(graceMs, undefined, { signal: abort.signal }).then(
      () => this.killGroup(),
      () => undefined,
    );
    await this.ended;
    abort.abort();
    await late;
  }

  private async watch(): Promise<string> {
    try {
      const [code, signal] = await once(this.child, 'exit');
      return signal === null
        ? `ended with code ${String(code)}`
        : `was ended by ${String(signal)}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      // Children that it may have left in its group.
      this.killGroup();
      rmSync(this.recordPath, { force: true });
    }
  }

  private killGroup(): void {
    if (this.child.pid !== undefined) signalGroup(this.child.pid, 'SIGKILL');
  }
}
