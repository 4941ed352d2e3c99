import { randomUUID } from 'node:crypto';
import type { Job, Template } from '@plot-palette/domain';

export function aJob(overrides: Partial<Job> = {}): Job {
  const createdAt = new Date().toISOString();
  return {
    jobId: randomUUID(),
    userId: `user-${randomUUID()}`,
    name: 'Fables — Ævintýri',
    status: 'QUEUED',
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
    attempt: 0,
    exports: [],
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}

export function aTemplate(overrides: Partial<Template> = {}): Template {
  const createdAt = new Date().toISOString();
  return {
    templateId: randomUUID(),
    version: 1,
    userId: `user-${randomUUID()}`,
    name: 'Fable',
    description: '',
    category: '',
    dialect: 'jinja',
    steps: [
      {
        id: 'story',
        model: 'llama-3.1-8b',
        prompt: 'A fable about {{ animal }}.',
        maxTokens: 100,
      },
    ],
    isPublic: false,
    requiredPaths: ['animal'],
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}
