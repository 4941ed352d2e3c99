import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Workspace } from '../workspace';
import { type DataDirectory } from './data-directory';
import { ManagedProcess } from './managed-process';
import { waitUntilReady } from './wait-until-ready';

/** The account's root: the emulator lets these keys do everything, as the operator of the local cloud. */
export const OPERATOR_KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };
export const REGION = 'us-east-1';
/** What the stacks call the worker's image; its command is below. */
export const WORKER_IMAGE = 'plot-palette-worker';

const READY_TIMEOUT_MS = 30_000;
/** Workers get 20 s of it to put their work down. */
const STOP_GRACE_MS = 40_000;
const SNAPSHOT_TIMEOUT_MS = 30_000;

export interface EmulatorSettings {
  readonly workspace: Workspace;
  readonly data: DataDirectory;
  readonly port: number;
  readonly modelEndpoint: string;
  readonly snapshotSeconds: number;
  /** Of the supervisor: where node is found first, and the home of the user. */
  readonly path: string;
  readonly home: string;
}

/** The AWS emulator and, inside it, the machine on which workers run. */
export class Emulator {
  private constructor(
    private readonly child: ManagedProcess,
    private readonly settings: EmulatorSettings,
  ) {}

  /** @param onSpawn gets hold of the emulator while it is starting, so that it can be stopped even then. */
  static async start(
    settings: EmulatorSettings,
    onSpawn: (emulator: Emulator) => void,
  ): Promise<Emulator> {
    const { data, workspace } = settings;
    await data.clearTemporary();
    // What the Dockerfile copies, and nothing else within reach; a build meanwhile changes no running task.
    await cp(workspace.workerBundle, workerDirectory(data), {
      recursive: true,
    });
    await writeFile(
      data.emulatorSettings,
      JSON.stringify(launcherSettings(settings), undefined, 2),
    );
    const child = new ManagedProcess(
      {
        name: 'emulator',
        program: workspace.python,
        args: ['-m', 'local_cloud', data.emulatorSettings],
        directory: data.temporary,
        environment: emulatorEnvironment(settings),
      },
      data,
    );
    const emulator = new Emulator(child, settings);
    onSpawn(emulator);
    const health = `${emulatorEndpoint(settings.port)}/_ministack/health`;
    await waitUntilReady(
      child,
      async () => (await fetch(health)).ok,
      READY_TIMEOUT_MS,
    );
    return emulator;
  }

  get process(): ManagedProcess {
    return this.child;
  }

  /** Saves the state now and waits for it, so that a kill right after loses nothing of what was deployed. */
  async snapshot(): Promise<void> {
    const marker = join(this.settings.data.emulatorState, 'last-snapshot');
    const readMarker = () => readFile(marker, 'utf8').catch(() => '');
    const before = await readMarker();
    this.child.signal('SIGUSR1');
    const deadline = Date.now() + SNAPSHOT_TIMEOUT_MS;
    // One that was under way when the signal came may miss what it is asked for; hence two.
    for (let seen = before, saved = 0; saved < 2 && Date.now() < deadline;) {
      await sleep(50);
      const now = await readMarker();
      if (now === seen) continue;
      seen = now;
      saved += 1;
      this.child.signal('SIGUSR1');
    }
  }

  async stop(): Promise<void> {
    await this.child.stop(STOP_GRACE_MS);
    await this.settings.data.removeTemporary();
  }
}

/** An address and no name: then the SDK puts a bucket's name into the path. */
export function emulatorEndpoint(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function workerDirectory(data: DataDirectory): string {
  return join(data.temporary, 'worker');
}

function launcherSettings({
  data,
  port,
  modelEndpoint,
  snapshotSeconds,
}: EmulatorSettings) {
  return {
    port,
    images: {
      [WORKER_IMAGE]: {
        command: ['node', 'main.cjs'],
        directory: workerDirectory(data),
      },
      // As in the registry: an image that runs Node with whatever command a task gives it.
      node: { command: ['node'], directory: data.temporary },
    },
    taskEnvironment: {
      AWS_ENDPOINT_URL: emulatorEndpoint(port),
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: modelEndpoint,
    },
    taskLogDirectory: data.taskLogs,
    functionLogDirectory: data.functionLogs,
    processDirectory: data.processes,
    stateDirectory: data.emulatorState,
    snapshotSeconds,
  };
}

/** All of it reaches every Lambda function, so it holds nothing of the user's own environment. */
function emulatorEnvironment(
  settings: EmulatorSettings,
): Record<string, string> {
  const { data, workspace, port, modelEndpoint, path, home } = settings;
  return {
    PATH: path,
    HOME: home,
    TMPDIR: data.temporary,
    PYTHONPATH: workspace.pythonModules,
    PYTHONDONTWRITEBYTECODE: '1',
    // Without it any code and any token is accepted, and no policy is enforced.
    AUTH: 'true',
    AWS_ACCESS_KEY_ID: OPERATOR_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: OPERATOR_KEYS.secretAccessKey,
    AWS_ENDPOINT_URL: emulatorEndpoint(port),
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: modelEndpoint,
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: 'localhost',
    MINISTACK_REGION: REGION,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    PERSIST_STATE: '1',
    STATE_DIR: data.emulatorState,
    S3_PERSIST: '1',
    S3_DATA_DIR: data.emulatorObjects,
  };
}
