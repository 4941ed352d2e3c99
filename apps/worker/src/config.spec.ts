import { loadConfig } from './config';

const environment = {
  JOB_ID: '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10',
  SHARD: '3',
  ATTEMPT: '1',
  WORKER_MODE: 'generate',
  BUCKET: 'bucket',
  JOBS_TABLE: 'jobs',
  QUEUE_TABLE: 'queue',
  LEDGER_TABLE: 'ledger',
  TEMPLATES_TABLE: 'templates',
  SEED_DATA_TABLE: 'seeds',
  COST_TRACKING_TABLE: 'costs',
  CHECKPOINT_METADATA_TABLE: 'shards',
};

describe(loadConfig.name, () => {
  it('reads the environment of the task definition, with the defaults of the design', () => {
    expect(
      loadConfig({ ...environment, CHECKPOINT_SECONDS: '0.5' }),
    ).toMatchObject({
      mode: 'generate',
      stores: { bucket: 'bucket', tables: { checkpointMetadata: 'shards' } },
      shard: {
        shard: 3,
        checkpointInterval: 50,
        checkpointMs: 500,
        heartbeatMs: 2_000,
        shutdownGraceMs: 100_000,
        callTimeoutMs: 120_000,
      },
    });
  });

  it('names everything that is wrong at once', () => {
    const { BUCKET: _, ...rest } = environment;
    const wrong = { ...rest, JOB_ID: 'x', SHARD: '-1', WORKER_MODE: 'dance' };
    expect(() => loadConfig(wrong)).toThrow(
      /(?=[^]*BUCKET)(?=[^]*JOB_ID)(?=[^]*SHARD)(?=[^]*WORKER_MODE)/,
    );
  });
});
