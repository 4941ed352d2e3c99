import { uuidSchema } from '@plot-palette/domain';
import { DEFAULT_CALL_TIMEOUT_MS } from '@plot-palette/inference';
import {
  storesConfig,
  storesEnvironment,
  type StoresConfig,
} from '@plot-palette/stores';
import { z } from 'zod';
import type { ShardSettings } from './generate/shard-context';

const count = (byDefault: number) =>
  z.coerce.number().int().positive().default(byDefault);

/** Every variable that the worker reads. */
export const workerEnvironmentSchema = z.object({
  ...storesEnvironment,
  JOB_ID: uuidSchema,
  SHARD: z.coerce.number().int().nonnegative(),
  /** Execution of the job's lifecycle that started this worker; a late worker of an older one does nothing. */
  ATTEMPT: z.coerce.number().int().positive(),
  WORKER_MODE: z.enum(['generate', 'export']),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info'),
  /** Finished records that make a checkpoint due. */
  CHECKPOINT_INTERVAL: count(50),
  /** Seconds after which finished records are saved, however few. */
  CHECKPOINT_SECONDS: z.coerce.number().positive().default(5),
  HEARTBEAT_INTERVAL_MS: count(2_000),
  CALL_TIMEOUT_MS: count(DEFAULT_CALL_TIMEOUT_MS),
  /** Time for records in flight after SIGTERM; Fargate kills 120 s after it. */
  SHUTDOWN_GRACE_MS: z.coerce.number().int().nonnegative().default(100_000),
});

export interface WorkerConfig {
  readonly mode: 'generate' | 'export';
  readonly logLevel: string;
  readonly stores: StoresConfig;
  readonly shard: ShardSettings;
}

/** @throws Error that names every variable that is missing or wrong. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
): WorkerConfig {
  const parsed = workerEnvironmentSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw new Error(
      `The worker's environment is wrong.\n${problems.join('\n')}`,
    );
  }
  const { data } = parsed;
  return {
    mode: data.WORKER_MODE,
    logLevel: data.LOG_LEVEL,
    stores: storesConfig(data),
    shard: {
      jobId: data.JOB_ID,
      shard: data.SHARD,
      attempt: data.ATTEMPT,
      checkpointInterval: data.CHECKPOINT_INTERVAL,
      checkpointMs: data.CHECKPOINT_SECONDS * 1_000,
      heartbeatMs: data.HEARTBEAT_INTERVAL_MS,
      shutdownGraceMs: data.SHUTDOWN_GRACE_MS,
      callTimeoutMs: data.CALL_TIMEOUT_MS,
    },
  };
}
