import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outputs } from '../harness/outputs';
import { CHECKPOINT_INTERVAL } from './small-job';

const BUNDLE = process.env['WORKER_BUNDLE'] ?? 'dist/apps/worker/main.cjs';
const WORKSPACE = join(__dirname, '..', '..', '..');
/** No worker of such a small job takes so long: one that does hangs. */
const HANGS_MS = 60_000;
/** Longer than the simulator takes on a busy machine, shorter than a delayed reply. */
export const CALL_TIMEOUT_MS = 3_000;

export interface WorkerPlace {
  readonly jobId: string;
  readonly shard: number;
  /** Where it finds S3, DynamoDB and Bedrock. */
  readonly url: string;
}

export interface WorkerEnd {
  readonly code: number | null;
  readonly log: string;
}

/** The worker as Fargate would start it: the bundle, in a process of its own. */
export class WorkerRun {
  readonly ended: Promise<WorkerEnd>;
  private readonly process: ChildProcess;

  constructor(outputs: Outputs, place: WorkerPlace) {
    this.process = spawn(process.execPath, [BUNDLE], {
      cwd: WORKSPACE,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(outputs, place),
    });
    this.ended = this.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  private async end(): Promise<WorkerEnd> {
    let log = '';
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
    const hanging = setTimeout(() => {
      log += 'The worker hung and was killed by the test.\n';
      this.signal('SIGKILL');
    }, HANGS_MS);
    const [code] = (await once(this.process, 'close')) as [number | null];
    clearTimeout(hanging);
    return { code, log };
  }
}

function environment(
  { region, accessKeyId, secretAccessKey, bucket, tables }: Outputs,
  { jobId, shard, url }: WorkerPlace,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    BUCKET: bucket,
    ...Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [
        `${name.replace(/[A-Z]/g, '_$&').toUpperCase()}_TABLE`,
        table,
      ]),
    ),
    JOB_ID: jobId,
    SHARD: String(shard),
    ATTEMPT: '1',
    WORKER_MODE: 'generate',
    LOG_LEVEL: 'warn',
    CHECKPOINT_INTERVAL: String(CHECKPOINT_INTERVAL),
    CALL_TIMEOUT_MS: String(CALL_TIMEOUT_MS),
    SHUTDOWN_GRACE_MS: '10000',
    // Hundreds of workers start: compiling the bundle anew each time would be most of what they do.
    NODE_COMPILE_CACHE: join(tmpdir(), 'plot-palette-worker-cache'),
  };
}
