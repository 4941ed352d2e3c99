import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
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
  type ShardRow,
} from '@plot-palette/domain';
import type { Stores } from '@plot-palette/stores';
import type { Lane } from './lane';

/** Small, so that every one of its requests can be tried, and still more than a kill may cost. */
export const RECORDS_PER_SHARD = 10;
export const CHECKPOINT_INTERVAL = 2;
export const CONCURRENCY = 2;
/** Grants are small shares of it, so that the workers come back for more. */
const BUDGET_NANO_USD_PER_SHARD = 20_000_000;
const MAX_TOKENS = 20;
const TEMPLATE_ID = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const CREATED_AT = '2026-01-01T00:00:00.000Z';

/** A job ready to be worked on: the test alone runs its workers. */
export async function createSmallJob(
  { stores, model, outputs: { tables } }: Lane,
  shards: number,
): Promise<JobSnapshot> {
  const snapshot = snapshotOf(randomUUID(), model, shards);
  const { jobId, seed } = snapshot;
  const { objects, shards: shardRows } = stores;
  const rows = Array.from(
    { length: seed.rows },
    (_, row) => `{"name":"row ${String(row).padStart(4, '0')}"}\n`,
  );
  const { index } = await normaliseSeed(
    {
      content: Readable.from([Buffer.from(rows.join(''))]),
      format: 'jsonl',
      fileName: 'seed.jsonl',
    },
    (stream) => objects.upload(seed.rowsKey, stream, 'application/x-ndjson'),
  );
  await objects.put(seed.indexKey, index);
  await objects.put(storageKeys.jobConfig(jobId), JSON.stringify(snapshot));
  await putRunning(snapshot, tables);
  await shardRows.create(
    snapshot.shards.map((range) => pendingRow(jobId, range)),
  );
  return snapshot;
}

/** Past the queue and its slots: a dispatcher that saw the job there for a moment would start workers of its own. */
async function putRunning(
  snapshot: JobSnapshot,
  tables: Readonly<Record<string, string>>,
): Promise<void> {
  const { jobId, budgetNanoUsd } = snapshot;
  const client = new DynamoDB({});
  const put = (table: string, item: object) =>
    client.putItem({
      TableName: tables[table],
      Item: marshall(item, { removeUndefinedValues: true }),
    });
  await put('jobs', {
    ...runningJob(snapshot),
    requestHash: 'kill-matrix',
    queuePosition: 'none',
    all: 'JOB',
  });
  await put('ledger', openLedger(jobScope(jobId), budgetNanoUsd, 0));
  client.destroy();
}

export async function removeSmallJob(
  { objects, shards, ledger, jobs }: Stores,
  { jobId }: JobSnapshot,
): Promise<void> {
  await objects.deletePrefix(storageKeys.job(jobId));
  await shards.deleteAll(jobId);
  await ledger.delete(jobScope(jobId));
  await jobs.delete(jobId);
}

function snapshotOf(
  jobId: string,
  model: ResolvedModel,
  shards: number,
): JobSnapshot {
  const records = RECORDS_PER_SHARD * shards;
  return {
    schemaVersion: 1,
    jobId,
    userId: 'kill-matrix',
    createdAt: CREATED_AT,
    request: {
      name: 'kill matrix',
      templateId: TEMPLATE_ID,
      templateVersion: 1,
      seedId: jobId,
      records,
      budgetUsd: 1,
      formats: ['JSONL'],
      priority: 9,
      maxConcurrency: CONCURRENCY,
      maxAttemptsPerRecord: 3,
      shards,
      jobSeed: 7,
    },
    template: {
      name: 'kill matrix',
      description: '',
      category: '',
      dialect: 'jinja',
      steps: [
        {
          id: 'answer',
          model: model.alias,
          prompt: 'Write about {{ name }}.',
          maxTokens: MAX_TOKENS,
        },
      ],
      isPublic: false,
      templateId: TEMPLATE_ID,
      version: 1,
      userId: 'kill-matrix',
      requiredPaths: ['name'],
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
    },
    fragments: {},
    models: { answer: model },
    seed: {
      seedId: jobId,
      name: 'seed',
      rows: records,
      // Beside the job, so that both go together.
      rowsKey: `${storageKeys.job(jobId)}seed/rows.jsonl`,
      indexKey: `${storageKeys.job(jobId)}seed/rows.index`,
    },
    budgetNanoUsd: BUDGET_NANO_USD_PER_SHARD * shards,
    closingNanoUsd: 0,
    infrastructurePrice: {
      workerNanoUsdPerSecond: 13_714,
      putNanoUsd: 5_000,
      getNanoUsd: 400,
    },
    shards: shardRanges(records, shards),
  };
}

function runningJob({
  jobId,
  userId,
  request,
  budgetNanoUsd,
  createdAt,
}: JobSnapshot): Job {
  const { name, templateId, templateVersion, seedId, records, formats } =
    request;
  const { maxConcurrency, maxAttemptsPerRecord, shards, jobSeed, priority } =
    request;
  return {
    jobId,
    userId,
    name,
    status: 'RUNNING',
    statusReason: '',
    cancelRequested: false,
    templateId,
    templateVersion,
    templateName: name,
    seedId,
    seedName: 'seed',
    records,
    counts: { accepted: 0, rejected: 0, notAttempted: records },
    budgetNanoUsd,
    spentNanoUsd: 0,
    formats,
    priority,
    maxConcurrency,
    maxAttemptsPerRecord,
    shards,
    jobSeed,
    attempt: 1,
    exports: [],
    createdAt,
    updatedAt: createdAt,
  };
}

function pendingRow(
  jobId: string,
  range: JobSnapshot['shards'][number],
): ShardRow {
  return {
    jobId,
    ...range,
    outcome: 'PENDING',
    reason: '',
    fence: 0,
    version: 0,
    totals: EMPTY_TOTALS,
    inFlight: 0,
    bindingLimit: 'NONE',
    heartbeatAt: CREATED_AT,
    updatedAt: CREATED_AT,
  };
}
