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
  CLUSTER_ARN: 'arn:aws:ecs:eu-west-1:123456789012:cluster/c',
  MAX_CONCURRENT_JOBS: '5',
};

describe(loadConfig.name, () => {
  it('needs no state machine in the functions that it calls', () => {
    expect(loadConfig(ENVIRONMENT)).toMatchObject({
      maxConcurrentJobs: 5,
      stateMachineArn: undefined,
      logLevel: 'info',
    });
  });

  it('names everything that is wrong at once', () => {
    const broken = {
      ...ENVIRONMENT,
      BUCKET: undefined,
      MAX_CONCURRENT_JOBS: 'x',
    };
    expect(() => loadConfig(broken)).toThrow(
      /BUCKET[\s\S]*MAX_CONCURRENT_JOBS|MAX_CONCURRENT_JOBS[\s\S]*BUCKET/,
    );
  });
});
