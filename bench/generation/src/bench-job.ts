import { randomInt, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { normaliseSeed } from '@plot-palette/datasets';
import {
  EMPTY_TOTALS,
  jobScope,
  openLedger,
  shardRanges,
  storageKeys,
  type Job,
  type JobSnapshot,
  type ResolvedModel,
} from '@plot-palette/domain';
import type { Stores } from '@plot-palette/stores';
import type { Scenario } from './scenarios';

export const MAX_TOKENS = 120;
const USER = 'bench-generation';
const BUDGET_NANO_USD = 1_000_000_000_000;
export const MODEL: ResolvedModel = {
  alias: 'bench',
  modelId: 'us.bench.simulated-v1:0',
  price: {
    inputNanoUsdPerMillion: 1_000_000_000,
    outputNanoUsdPerMillion: 2_000_000_000,
  },
  capabilities: {
    samplingParameters: [],
    temperatureExcludesTopP: false,
    systemPrompt: true,
    structuredOutput: false,
    promptCaching: false,
    maxOutputTokens: 4_000,
    contextTokens: 100_000,
  },
};
const PROMPTS = {
  draft: 'Write a short text about {{ name }}, number {{ number }}.',
  review: 'Improve this text: {{ steps.draft.output }}',
};

/** Writes a job as the API does, but outside the queue: the benchmark alone starts its workers. */
export async function createJob(
  stores: Stores,
  scenario: Scenario,
): Promise<JobSnapshot> {
  const snapshot = snapshotOf(scenario);
  const { jobId, seed } = snapshot;
  const { objects, jobs, queue, shards } = stores;
  const lines = Array.from(
    { length: seed.rows },
    (_, row) => `{"name":"row ${row}","number":${row}}\n`,
  );
  const { index } = await normaliseSeed(
    {
      content: Readable.from([Buffer.from(lines.join(''))]),
      format: 'jsonl',
      fileName: 'seed.jsonl',
    },
    (stream) => objects.upload(seed.rowsKey, stream, 'application/x-ndjson'),
  );
  await objects.put(seed.indexKey, index);
  await objects.put(storageKeys.jobConfig(jobId), JSON.stringify(snapshot));
  await jobs.create(jobOf(snapshot), {
    requestHash: USER,
    ledger: openLedger(jobScope(jobId), BUDGET_NANO_USD, 0),
  });
  // Started in a slot that no dispatcher fills, and taken out of it.
  const slot = 20_000 + randomInt(1_000_000);
  await jobs.start(jobId, slot);
  await queue.freeSlot(slot, jobId, 1);
  await shards.create(
    snapshot.shards.map((range) => ({
      jobId,
      ...range,
      outcome: 'PENDING',
      reason: '',
      fence: 0,
      version: 0,
      totals: EMPTY_TOTALS,
      inFlight: 0,
      bindingLimit: 'NONE',
      heartbeatAt: snapshot.createdAt,
      updatedAt: snapshot.createdAt,
    })),
  );
  return snapshot;
}

export async function removeJob(stores: Stores, jobId: string): Promise<void> {
  await stores.objects.deletePrefix(storageKeys.job(jobId));
  await stores.objects.deletePrefix(seedPrefix(jobId));
  await stores.shards.deleteAll(jobId);
  await stores.ledger.delete(jobScope(jobId));
  await stores.jobs.delete(jobId);
}

function seedPrefix(jobId: string): string {
  return `seed-data/${USER}/${jobId}/`;
}

function snapshotOf({
  records,
  concurrency,
  steps,
  seedRows = records,
}: Scenario): JobSnapshot {
  const jobId = randomUUID();
  const createdAt = new Date().toISOString();
  const step = { model: MODEL.alias, maxTokens: MAX_TOKENS };
  return {
    schemaVersion: 1,
    jobId,
    userId: USER,
    createdAt,
    request: {
      name: USER,
      templateId: jobId,
      templateVersion: 1,
      seedId: jobId,
      records,
      budgetUsd: BUDGET_NANO_USD / 1e9,
      formats: ['JSONL'],
      priority: 5,
      maxConcurrency: concurrency,
      maxAttemptsPerRecord: 3,
      shards: 1,
      jobSeed: 7,
    },
    template: {
      name: USER,
      description: '',
      category: '',
      dialect: 'jinja',
      steps: [
        { ...step, id: 'draft', prompt: PROMPTS.draft },
        { ...step, id: 'review', prompt: PROMPTS.review },
      ].slice(0, steps),
      isPublic: false,
      templateId: jobId,
      version: 1,
      userId: USER,
      requiredPaths: ['name', 'number'],
      createdAt,
      updatedAt: createdAt,
    },
    fragments: {},
    models: { draft: MODEL, ...(steps === 2 && { review: MODEL }) },
    seed: {
      seedId: jobId,
      name: 'rows',
      rows: seedRows,
      rowsKey: `${seedPrefix(jobId)}rows.jsonl`,
      indexKey: `${seedPrefix(jobId)}rows.index`,
    },
    budgetNanoUsd: BUDGET_NANO_USD,
    closingNanoUsd: 0,
    infrastructurePrice: {
      workerNanoUsdPerSecond: 0,
      putNanoUsd: 0,
      getNanoUsd: 0,
    },
    shards: shardRanges(records, 1),
  };
}

function jobOf({ jobId, request, budgetNanoUsd, createdAt }: JobSnapshot): Job {
  const { records, formats, maxConcurrency, maxAttemptsPerRecord } = request;
  return {
    jobId,
    userId: USER,
    name: USER,
    status: 'QUEUED',
    statusReason: '',
    cancelRequested: false,
    templateId: request.templateId,
    templateVersion: 1,
    templateName: USER,
    seedId: request.seedId,
    seedName: 'rows',
    records,
    counts: { accepted: 0, rejected: 0, notAttempted: records },
    budgetNanoUsd,
    spentNanoUsd: 0,
    formats,
    priority: 5,
    maxConcurrency,
    maxAttemptsPerRecord,
    shards: 1,
    jobSeed: request.jobSeed,
    attempt: 0,
    exports: [],
    createdAt,
    updatedAt: createdAt,
  };
}
