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
  /** `iss` of the access tokens. */
  TOKEN_ISSUER: z.url(),
  USER_POOL_CLIENT_ID: z.string().min(1),
  /** A setting of its own: an issuer's address is not always where its keys can be fetched. */
  JWKS_URL: z.url(),
  DISPATCH_FUNCTION_NAME: z.string().min(1),
  DELETE_JOB_FUNCTION_NAME: z.string().min(1),
  RUN_FUNCTION_NAME: z.string().min(1),
  /** What the runs of one user may cost in a month. */
  MONTHLY_STUDIO_BUDGET_USD: z.coerce.number().min(0).max(1_000_000),
  PIPELINE_STATE_MACHINE_ARN: z.string().startsWith('arn:'),
  CONSOLE_ORIGIN: z.url(),
  /** Where sockets are opened, and where event streams are read. */
  SOCKET_URL: z.url({ protocol: /^wss?$/ }),
  EVENTS_URL: z.url({ protocol: /^https?$/ }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  AWS_REGION: z.string().min(1),
});

/** Everything that the API is told from outside. */
export interface ApiConfig {
  readonly stores: StoresConfig;
  readonly studioTables: StudioTables;
  readonly region: string;
  readonly port: number;
  readonly logLevel: string;
  readonly consoleOrigin: string;
  readonly socketUrl: string;
  readonly eventsUrl: string;
  readonly monthlyCapNanoUsd: NanoUsd;
  readonly tokens: {
    readonly issuer: string;
    readonly clientId: string;
    readonly jwksUrl: string;
  };
  readonly functions: {
    readonly dispatch: string;
    readonly deleteJob: string;
    readonly run: string;
  };
  readonly pipelineStateMachineArn: string;
}

/** @throws Error that names every missing or malformed variable at once. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ApiConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new Error(
      `The environment of the API is not complete:\n${lines.join('\n')}`,
    );
  }
  const variables = parsed.data;
  return {
    stores: storesConfig(variables),
    studioTables: studioTables(variables),
    region: variables.AWS_REGION,
    port: variables.PORT,
    logLevel: variables.LOG_LEVEL,
    consoleOrigin: new URL(variables.CONSOLE_ORIGIN).origin,
    socketUrl: variables.SOCKET_URL,
    eventsUrl: variables.EVENTS_URL,
    monthlyCapNanoUsd: usdToNano(variables.MONTHLY_STUDIO_BUDGET_USD),
    tokens: {
      issuer: variables.TOKEN_ISSUER,
      clientId: variables.USER_POOL_CLIENT_ID,
      jwksUrl: variables.JWKS_URL,
    },
    functions: {
      dispatch: variables.DISPATCH_FUNCTION_NAME,
      deleteJob: variables.DELETE_JOB_FUNCTION_NAME,
      run: variables.RUN_FUNCTION_NAME,
    },
    pipelineStateMachineArn: variables.PIPELINE_STATE_MACHINE_ARN,
  };
}
