import {
  DEFAULT_INFRASTRUCTURE_PRICE,
  shardRanges,
  type Job,
} from '@plot-palette/domain';

export const CLOSING = 1_000_000;

/** `config.json` of a job of one step. */
export function snapshotText(job: Job): string {
  const resolved = {
    alias: 'model',
    modelId: 'vendor.model',
    price: { inputNanoUsdPerMillion: 1, outputNanoUsdPerMillion: 1 },
    capabilities: {
      samplingParameters: [],
      temperatureExcludesTopP: false,
      systemPrompt: true,
      structuredOutput: false,
      promptCaching: false,
      maxOutputTokens: 1_000,
      contextTokens: 1_000,
    },
  };
  return JSON.stringify({
    schemaVersion: 1,
    jobId: job.jobId,
    userId: job.userId,
    createdAt: job.createdAt,
    request: {
      name: job.name,
      templateId: job.templateId,
      templateVersion: 1,
      seedId: job.seedId,
      records: job.records,
      budgetUsd: 0.01,
      formats: job.formats,
      priority: 5,
      maxConcurrency: 4,
      maxAttemptsPerRecord: 3,
      shards: job.shards,
      jobSeed: 1,
    },
    template: {
      templateId: job.templateId,
      version: 1,
      userId: job.userId,
      name: 'Fable',
      steps: [{ id: 'story', model: 'model', prompt: 'Tell.', maxTokens: 10 }],
      requiredPaths: [],
      createdAt: job.createdAt,
      updatedAt: job.createdAt,
    },
    fragments: {},
    models: { story: resolved },
    seed: {
      seedId: job.seedId,
      name: 'Animals',
      rows: 3,
      rowsKey: 'rows',
      indexKey: 'index',
    },
    budgetNanoUsd: job.budgetNanoUsd,
    closingNanoUsd: CLOSING,
    infrastructurePrice: DEFAULT_INFRASTRUCTURE_PRICE,
    shards: shardRanges(job.records, job.shards),
  });
}
