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
  /** Only of the function that streams events. */
  SSE_WINDOW_MS: z.coerce.number().int().min(1).max(30_000).default(25_000),
  /** Only of the function that generates runs: what a user's runs of one month may cost together. */
  MONTHLY_STUDIO_BUDGET_USD: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(20),
  AWS_REGION: z.string().min(1),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
});

export interface StudioConfig {
  readonly stores: StoresConfig;
  readonly studioTables: StudioTables;
  readonly sseWindowMs: number;
  readonly monthlyCapNanoUsd: NanoUsd;
  readonly region: string;
  readonly logLevel: string;
}

/** @throws Error that names every missing or malformed variable at once. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): StudioConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `The environment is not complete:\n${z.prettifyError(parsed.error)}`,
    );
  return {
    stores: storesConfig(parsed.data),
    studioTables: studioTables(parsed.data),
    sseWindowMs: parsed.data.SSE_WINDOW_MS,
    monthlyCapNanoUsd: usdToNano(parsed.data.MONTHLY_STUDIO_BUDGET_USD),
    region: parsed.data.AWS_REGION,
    logLevel: parsed.data.LOG_LEVEL,
  };
}
