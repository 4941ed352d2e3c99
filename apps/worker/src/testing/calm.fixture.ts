import type { Schedule } from './schedule.fixture';

/** A schedule in which nothing goes wrong, one record after the other. */
export const CALM: Schedule = {
  records: 1,
  rows: 1,
  shards: 1,
  maxConcurrency: 1,
  checkpointInterval: 50,
  checkpointMs: 5_000,
  maxAttempts: 1,
  steps: 'ONE',
  isFree: true,
  budgetPercent: undefined,
  latencySeed: 1,
  modelMs: 0,
  storageMs: 0,
  capacity: undefined,
  badRow: undefined,
  weather: [],
  faults: [],
  fates: [],
  cancelAtMs: undefined,
  isRetried: false,
};
