import type {
  AcceptedRecord,
  DatasetRecord,
  ModelUsage,
  RejectedRecord,
} from '@plot-palette/domain';

export function aUsage(overrides: Partial<ModelUsage> = {}): ModelUsage {
  return {
    calls: 1,
    inputTokens: 10,
    outputTokens: 5,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    repairedAnswers: 0,
    reaskedAnswers: 0,
    costNanoUsd: 100,
    writtenOffNanoUsd: 0,
    ...overrides,
  };
}

const base = (index: number) => ({
  index,
  seedRow: index,
  attempts: 1,
  costNanoUsd: 100,
  usage: { llama: aUsage() },
  createdAt: '2026-01-01T00:00:00.000Z',
});

export function anAccepted(index: number): AcceptedRecord {
  return { ...base(index), status: 'accepted', steps: {}, prompts: {} };
}

export function aRejected(index: number): RejectedRecord {
  return {
    ...base(index),
    status: 'rejected',
    step: 'answer',
    reason: 'empty',
    lastRawOutput: '',
  };
}

export function accepted(...indexes: number[]): DatasetRecord[] {
  return indexes.map(anAccepted);
}
