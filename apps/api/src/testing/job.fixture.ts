import { randomUUID } from 'node:crypto';
import type { Job } from '@plot-palette/domain';
import { USER } from './users.fixture';

export function aJob(overrides: Partial<Job> = {}): Job {
  const createdAt = new Date().toISOString();
  return {
    jobId: randomUUID(),
    userId: USER,
    name: 'Ævintýri / part 1',
    status: 'RUNNING',
    statusReason: '',
    cancelRequested: false,
    templateId: randomUUID(),
    templateVersion: 1,
    templateName: 'Fable',
    seedId: randomUUID(),
    seedName: 'Animals',
    records: 10,
    counts: { accepted: 0, rejected: 0, notAttempted: 10 },
    budgetNanoUsd: 1_000_000_000,
    spentNanoUsd: 0,
    formats: ['JSONL'],
    priority: 5,
    maxConcurrency: 16,
    maxAttemptsPerRecord: 3,
    shards: 1,
    jobSeed: 7,
    attempt: 1,
    exports: [],
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}
