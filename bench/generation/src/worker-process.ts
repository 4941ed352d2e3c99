import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { LocalCloud } from './local-cloud';

const usedSchema = z.object({
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
  samples: z.array(z.object({ atMs: z.number(), megabytes: z.number() })),
});

export interface EndedWorker {
  readonly startedMs: number;
  readonly endedMs: number;
  /** Undefined when it was killed. */
  readonly used: z.infer<typeof usedSchema> | undefined;
  readonly exitCode: number | null;
  /** JSON lines. */
  readonly log: string;
}

export interface RunningWorker {
  readonly startedMs: number;
  readonly ended: Promise<EndedWorker>;
  kill(): void;
}

/** Starts the worker's bundle, as Fargate would, on the first shard of a job. */
export function startWorker(cloud: LocalCloud, jobId: string): RunningWorker {
  const meterFile = join(cloud.directory, `meter-${jobId}.json`);
  const startedMs = Date.now();
  const worker = spawn(
    process.execPath,
    [
      ...['--require', './dist/bench/generation/meter.cjs'],
      'dist/apps/worker/main.cjs',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...cloud.environment,
        JOB_ID: jobId,
        SHARD: '0',
        ATTEMPT: '1',
        WORKER_MODE: 'generate',
        LOG_LEVEL: 'info',
        NODE_OPTIONS: nodeOptions(),
        BENCH_METER_FILE: meterFile,
      },
    },
  );
  const printed = text(worker.stdout);
  async function end(): Promise<EndedWorker> {
    await once(worker, 'exit');
    const endedMs = Date.now();
    const meter = await readFile(meterFile, 'utf8').catch(() => undefined);
    await rm(meterFile, { force: true });
    return {
      startedMs,
      endedMs,
      used:
        meter === undefined ? undefined : usedSchema.parse(JSON.parse(meter)),
      exitCode: worker.exitCode,
      log: await printed,
    };
  }
  return { startedMs, ended: end(), kill: () => worker.kill('SIGKILL') };
}

/** As the task definition sets them. */
function nodeOptions(): string {
  const stack = readFileSync('cloudformation/compute.yaml', 'utf8');
  const [, options] = /Name: NODE_OPTIONS\n +Value: (.+)/.exec(stack) ?? [];
  if (options === undefined)
    throw new Error('cloudformation/compute.yaml has no NODE_OPTIONS.');
  return options;
}
