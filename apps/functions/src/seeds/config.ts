import {
  storesConfig,
  storesEnvironment,
  type StoresConfig,
} from '@plot-palette/stores';
import { z } from 'zod';

const environmentSchema = z.object({
  ...storesEnvironment,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
});

export interface Config {
  readonly stores: StoresConfig;
  readonly logLevel: string;
}

/** Throws one error that names every variable that is missing or wrong. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const result = environmentSchema.safeParse(environment);
  if (!result.success)
    throw new Error(
      `The environment is not complete:\n${z.prettifyError(result.error)}`,
    );
  return {
    stores: storesConfig(result.data),
    logLevel: result.data.LOG_LEVEL,
  };
}
