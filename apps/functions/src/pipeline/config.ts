import { usdToNano, type NanoUsd } from '@plot-palette/domain';
import {
  storesConfig,
  storesEnvironment,
  studioEnvironment,
  studioTables,
  type StoresConfig,
  type StudioTables,
} from '@plot-palette/stores';
import { z } from 'zod';

const environmentSchema = z.object({
  ...storesEnvironment,
  ...studioEnvironment,
  AWS_REGION: z.string().min(1),
  /** Dimension of the metrics: the stack's name. */
  PIPELINE_NAME: z.string().min(1),
  /** Only of the function outside the state machine: those inside it are named by it and cannot name it. */
  STATE_MACHINE_ARN: z.string().startsWith('arn:').optional(),
  /** Only of the chat: what a user's runs of one month may cost together. */
  MONTHLY_STUDIO_BUDGET_USD: z.coerce.number().min(0).max(1_000_000).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
});

export interface PipelineConfig {
  readonly stores: StoresConfig;
  readonly studioTables: StudioTables;
  readonly region: string;
  readonly pipelineName: string;
  readonly stateMachineArn: string | undefined;
  readonly monthlyCapNanoUsd: NanoUsd | undefined;
  readonly logLevel: string;
}

/** @throws Error that names every missing or malformed variable at once. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PipelineConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `The environment is not complete:\n${z.prettifyError(parsed.error)}`,
    );
  const variables = parsed.data;
  const { MONTHLY_STUDIO_BUDGET_USD: budgetUsd } = variables;
  return {
    stores: storesConfig(variables),
    studioTables: studioTables(variables),
    region: variables.AWS_REGION,
    pipelineName: variables.PIPELINE_NAME,
    stateMachineArn: variables.STATE_MACHINE_ARN,
    monthlyCapNanoUsd:
      budgetUsd === undefined ? undefined : usdToNano(budgetUsd),
    logLevel: variables.LOG_LEVEL,
  };
}
