import { EMPTY_TOTALS, type Dashboard, type Job } from '@plot-palette/domain';
import { SEED_ID } from '../seed-data/seed-data.fixture';
import { TEMPLATE_ID } from '../templates/template.fixture';

export const JOB_ID = '7b0c7e2e-6f3f-4c25-9f52-3e0f5f1d0a13';

export function job(overrides: Partial<Job> = {}): Job {
  return {
    jobId: JOB_ID,
    userId: 'user-1',
    name: 'Portraits',
    status: 'RUNNING',
    statusReason: '',
    cancelRequested: false,
    templateId: TEMPLATE_ID,
    templateVersion: 3,
    templateName: 'Author portraits',
    seedId: SEED_ID,
    seedName: 'authors',
    records: 200,
    counts: { accepted: 90, rejected: 10, notAttempted: 100 },
    budgetNanoUsd: 2_000_000_000,
    spentNanoUsd: 500_000_000,
    formats: ['JSONL'],
    priority: 5,
    maxConcurrency: 16,
    maxAttemptsPerRecord: 3,
    shards: 1,
    jobSeed: 7,
    attempt: 1,
    exports: [],
    createdAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:01:00.000Z',
    ...overrides,
  };
}

export function dashboard(
  overrides: Partial<Dashboard> = {},
  ofJob: Partial<Job> = {},
): Dashboard {
  return {
    job: job(ofJob),
    totals: { ...EMPTY_TOTALS, accepted: 90, rejected: 10, calls: 120 },
    inFlight: 8,
    bindingLimit: 'MODEL',
    ledger: {
      limitNanoUsd: 2_000_000_000,
      settledNanoUsd: 500_000_000,
      reservedNanoUsd: 100_000_000,
      availableNanoUsd: 1_300_000_000,
      writtenOffNanoUsd: 0,
    },
    recordsPerSecond: 2.5,
    secondsLeft: 40,
    shards: [],
    ...overrides,
  };
}
