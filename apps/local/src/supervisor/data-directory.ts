import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { claimDirectory } from './claim-directory';

/** Everything that one local cloud keeps, and where. */
export class DataDirectory {
  readonly root: string;
  readonly emulatorState: string;
  readonly emulatorObjects: string;
  readonly emulatorSettings: string;
  readonly logs: string;
  readonly taskLogs: string;
  readonly functionLogs: string;
  /** One file a running process: whoever starts next ends what is left over. */
  readonly processes: string;
  /**
   * Bundles that MiniStack unpacks for functions; nothing in it is worth keeping. Far from the workspace, whose
   * node_modules would lend a bundle what it lacks on AWS.
   */
  readonly temporary: string;
  readonly lock: string;
  readonly outputs: string;
  readonly deployed: string;
  readonly demo: string;

  constructor(path: string) {
    this.root = resolve(path);
    this.emulatorState = join(this.root, 'emulator', 'state');
    this.emulatorObjects = join(this.root, 'emulator', 'objects');
    this.emulatorSettings = join(this.root, 'emulator', 'settings.json');
    this.logs = join(this.root, 'logs');
    this.taskLogs = join(this.logs, 'tasks');
    this.functionLogs = join(this.logs, 'functions');
    this.processes = join(this.root, 'processes');
    const name = createHash('sha256')
      .update(this.root)
      .digest('hex')
      .slice(0, 12);
    this.temporary = join(tmpdir(), `plot-palette-${name}`);
    this.lock = join(this.root, 'lock.json');
    this.outputs = join(this.root, 'outputs.json');
    this.deployed = join(this.root, 'deployed.json');
    this.demo = join(this.root, 'demo');
  }

  /** @throws StartFailure when the directory cannot be made or is somebody else's */
  async create(): Promise<void> {
    await claimDirectory(this.root);
    const directories = [
      this.emulatorState,
      this.emulatorObjects,
      this.taskLogs,
      this.processes,
      this.demo,
    ];
    for (const directory of directories)
      await mkdir(directory, { recursive: true });
  }

  async clearTemporary(): Promise<void> {
    await this.removeTemporary();
    await mkdir(this.temporary, { recursive: true, mode: 0o700 });
  }

  async removeTemporary(): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true });
  }

  /**
   * Forgets all state, but not the lock, which is held while this is done.
   * @throws StartFailure when the directory is somebody else's
   */
  async clear(): Promise<void> {
    await claimDirectory(this.root);
    const state = [
      join(this.root, 'emulator'),
      this.logs,
      this.demo,
      this.outputs,
      this.deployed,
    ];
    for (const path of state) await rm(path, { recursive: true, force: true });
  }
}
