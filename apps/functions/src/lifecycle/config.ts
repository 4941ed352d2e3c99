import {
  storesConfig,
  storesEnvironment,
  type StoresConfig,
} from '@plot-palette/stores';
import { z } from 'zod';

const environmentSchema = z.object({
  ...storesEnvironment,
  CLUSTER_ARN: z.string().startsWith('arn:'),
  MAX_CONCURRENT_JOBS: z.coerce.number().int().min(1).max(1_000),
  /** Only of the functions outside the state machine: those inside it are named by it and cannot name it. */
  STATE_MACHINE_ARN: z.string().startsWith('arn:').optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
});

export interface LifecycleConfig {
  readonly stores: StoresConfig;
  readonly clusterArn: string;
  readonly maxConcurrentJobs: number;
  readonly stateMachineArn: string | undefined;
  readonly logLevel: string;
}

/** @throws Error that names every missing or malformed variable at once. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LifecycleConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `The environment is not complete:\n${z.prettifyError(parsed.error)}`,
    );
  const variables = parsed.data;
  return {
    stores: storesConfig(variables),
    clusterArn: variables.CLUSTER_ARN,
    maxConcurrentJobs: variables.MAX_CONCURRENT_JOBS,
    stateMachineArn: variables.STATE_MACHINE_ARN,
    logLevel: variables.LOG_LEVEL,
  };
}
