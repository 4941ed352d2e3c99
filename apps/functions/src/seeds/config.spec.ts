import { loadConfig } from './config';

const ENVIRONMENT = {
  BUCKET: 'bucket',
  JOBS_TABLE: 'jobs',
  QUEUE_TABLE: 'queue',
  LEDGER_TABLE: 'ledger',
  TEMPLATES_TABLE: 'templates',
  SEED_DATA_TABLE: 'seeds',
  COST_TRACKING_TABLE: 'costs',
  CHECKPOINT_METADATA_TABLE: 'checkpoints',
};

describe(loadConfig.name, () => {
  it('reads what the stack gives', () => {
    const { stores, logLevel } = loadConfig(ENVIRONMENT);
    expect(stores.bucket).toBe('bucket');
    expect(stores.tables.seedData).toBe('seeds');
    expect(logLevel).toBe('info');
  });

  it('names every fault at once', () => {
    const environment = {
      ...ENVIRONMENT,
      BUCKET: undefined,
      LOG_LEVEL: 'loud',
    };
    expect(() => loadConfig(environment)).toThrow(/BUCKET[^]*LOG_LEVEL/);
  });
});
