import { loadConfig } from './config';

const ENVIRONMENT = {
  BUCKET: 'bucket',
  JOBS_TABLE: 'jobs',
  QUEUE_TABLE: 'queue',
  LEDGER_TABLE: 'ledger',
  TEMPLATES_TABLE: 'templates',
  SEED_DATA_TABLE: 'seeds',
  COST_TRACKING_TABLE: 'costs',
  CHECKPOINT_METADATA_TABLE: 'shards',
  PROJECTS_TABLE: 'projects',
  PROMPTS_TABLE: 'prompts',
  CHAT_HISTORY_TABLE: 'chat-history',
  RUN_EVENTS_TABLE: 'run-events',
  CONNECTIONS_TABLE: 'connections',
  STUDIO_METRICS_TABLE: 'studio-metrics',
  PIPELINE_LOGS_TABLE: 'pipeline-logs',
  TOKEN_ISSUER: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x',
  USER_POOL_CLIENT_ID: 'client',
  JWKS_URL: 'http://127.0.0.1:4566/x/.well-known/jwks.json',
  DISPATCH_FUNCTION_NAME: 'dispatch',
  DELETE_JOB_FUNCTION_NAME: 'delete-job',
  RUN_FUNCTION_NAME: 'run',
  MONTHLY_STUDIO_BUDGET_USD: '20',
  PIPELINE_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:1:stateMachine:p',
  CONSOLE_ORIGIN: 'https://console.example/',
  SOCKET_URL: 'wss://socket.example/live',
  EVENTS_URL: 'https://events.example/',
  AWS_REGION: 'eu-west-1',
};

describe(loadConfig.name, () => {
  it('reads the environment, with defaults where there are any', () => {
    expect(loadConfig(ENVIRONMENT)).toMatchObject({
      port: 3_000,
      logLevel: 'info',
      consoleOrigin: 'https://console.example',
      stores: { bucket: 'bucket' },
      tokens: { clientId: 'client' },
    });
  });

  it('names everything that is missing or wrong at once', () => {
    const broken = {
      ...ENVIRONMENT,
      BUCKET: undefined,
      PORT: '70000',
      JWKS_URL: 'keys',
    };
    const load = () => loadConfig(broken);
    for (const name of ['BUCKET', 'PORT', 'JWKS_URL'])
      expect(load).toThrow(new RegExp(`  ${name}: `));
  });
});
