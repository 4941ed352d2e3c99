import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import {
  callCost,
  EMPTY_TOTALS,
  jobScope,
  shardRanges,
  storageKeys,
  type Job,
  type JobSnapshot,
  type ShardRow,
} from '@plot-palette/domain';
import { normaliseSeed } from '@plot-palette/datasets';
import { createStores, type Stores } from '@plot-palette/stores';
import { Readable } from 'node:stream';
import { ConverseServer } from './testing/converse-server.fixture';
import { putRunningJob } from './testing/put-running-job.fixture';
import {
  cloudEnvironment,
  runningCloud,
} from './testing/running-cloud.fixture';
import { FREE, MODEL, snapshotOf } from './testing/world.fixture';

const BUNDLE = process.env['WORKER_BUNDLE'] ?? 'dist/apps/worker/main.cjs';
const RECORDS = 300;
const CONCURRENCY = 8;
const INTERVAL = 10;

describe('the worker as a process of its own', () => {
  const cloud = runningCloud();
  let stores: Stores;
  let model: ConverseServer;
  let running: ChildProcess | undefined;
  const created: JobSnapshot[] = [];

  beforeAll(() => {
    Object.assign(process.env, cloudEnvironment(cloud));
    stores = createStores({ bucket: cloud.bucket, tables: cloud.tables });
  });
  afterAll(() => stores.close());
  beforeEach(async () => {
    model = await ConverseServer.listen(20);
  });
  afterEach(async () => {
    running?.kill('SIGKILL');
    model.close();
    for (const { jobId } of created.splice(0)) await remove(jobId);
  });

  async function remove(jobId: string): Promise<void> {
    await stores.objects.deletePrefix(storageKeys.job(jobId));
    await stores.objects.deletePrefix(`seed-data/test/${jobId}/`);
    await stores.shards.deleteAll(jobId);
    await stores.ledger.delete(jobScope(jobId));
    await stores.jobs.delete(jobId);
  }

  async function createJob(
    budgetNanoUsd = 10_000_000_000,
  ): Promise<JobSnapshot> {
    const jobId = randomUUID();
    const snapshot: JobSnapshot = {
      ...snapshotOf({
        records: RECORDS,
        rows: RECORDS,
        maxConcurrency: CONCURRENCY,
        budgetNanoUsd,
        infrastructurePrice: FREE,
      }),
      jobId,
      seed: {
        seedId: jobId,
        name: 'seed',
        rows: RECORDS,
        rowsKey: `seed-data/test/${jobId}/rows.jsonl`,
        indexKey: `seed-data/test/${jobId}/rows.index`,
      },
    };
    created.push(snapshot);
    const { objects, shards } = stores;
    const lines = Array.from(
      { length: RECORDS },
      (_, row) => `{"name":"row ${row}"}\n`,
    );
    const content = Readable.from([Buffer.from(lines.join(''))]);
    const { index } = await normaliseSeed(
      { content, format: 'jsonl', fileName: 'seed.jsonl' },
      (stream) =>
        objects.upload(snapshot.seed.rowsKey, stream, 'application/x-ndjson'),
    );
    await objects.put(snapshot.seed.indexKey, index);
    await objects.put(storageKeys.jobConfig(jobId), JSON.stringify(snapshot));
    await putRunningJob(cloud, runningJob(snapshot));
    await shards.create(
      shardRanges(RECORDS, 1).map((range) => pendingRow(jobId, range)),
    );
    return snapshot;
  }

  function start(
    { jobId }: JobSnapshot,
    mode: 'generate' | 'export',
  ): ChildProcess {
    const { tables } = cloud;
    running = spawn(process.execPath, [BUNDLE], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...cloudEnvironment(cloud),
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: model.url,
        BUCKET: cloud.bucket,
        JOBS_TABLE: tables.jobs,
        QUEUE_TABLE: tables.queue,
        LEDGER_TABLE: tables.ledger,
        TEMPLATES_TABLE: tables.templates,
        SEED_DATA_TABLE: tables.seedData,
        COST_TRACKING_TABLE: tables.costTracking,
        CHECKPOINT_METADATA_TABLE: tables.checkpointMetadata,
        JOB_ID: jobId,
        SHARD: '0',
        ATTEMPT: '1',
        WORKER_MODE: mode,
        CHECKPOINT_INTERVAL: String(INTERVAL),
        LOG_LEVEL: 'warn',
      },
    });
    return running;
  }

  async function ended(worker: ChildProcess): Promise<number | null> {
    const [code] = (await once(worker, 'exit')) as [number | null];
    return code;
  }

  async function expectComplete({
    jobId,
  }: JobSnapshot): Promise<ShardRow | undefined> {
    const row = await stores.shards.get(jobId, 0);
    expect(row).toMatchObject({
      outcome: 'DONE',
      totals: { accepted: RECORDS, rejected: 0 },
    });
    const stored = await readManifest(stores.objects, jobId, 0);
    const indexes: number[] = [];
    for await (const { index } of readRecords(
      stores.objects,
      stored?.manifest ?? { batches: [] },
      'accepted',
    ))
      indexes.push(index);
    expect(indexes.sort((a, b) => a - b)).toEqual(
      Array.from({ length: RECORDS }, (_, index) => index),
    );
    const {
      settled = 0,
      writtenOff = 0,
      grants,
    } = (await stores.ledger.get(jobScope(jobId))) ?? {};
    expect(grants).toEqual({});
    const bill = billOf(model);
    expect(settled).toBeLessThanOrEqual(bill);
    expect(bill).toBeLessThanOrEqual(settled + writtenOff);
    return row;
  }

  function billOf({ inputTokens, outputTokens }: ConverseServer): number {
    return callCost({ inputTokens, outputTokens }, MODEL.price);
  }

  it('makes and exports every record', async () => {
    const job = await createJob();
    expect(await ended(start(job, 'generate'))).toBe(0);
    await expectComplete(job);
    expect(model.callCount).toBe(RECORDS);
    expect(await stores.ledger.get(jobScope(job.jobId))).toMatchObject({
      settled: billOf(model),
      writtenOff: 0,
    });
    expect(await ended(start(job, 'export'))).toBe(0);
    const manifest = await stores.objects.get(
      storageKeys.exportManifest(job.jobId),
    );
    expect(JSON.parse(manifest?.body.toString('utf8') ?? '')).toMatchObject({
      counts: { accepted: RECORDS, rejected: 0 },
    });
  }, 60_000);

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'goes on after %s without losing or doubling a record',
    async (signal) => {
      const job = await createJob();
      const first = start(job, 'generate');
      model.onCall = (call) => {
        if (call === 120) first.kill(signal);
      };
      expect(await ended(first)).toBe(signal === 'SIGTERM' ? 0 : null);
      if (signal === 'SIGTERM')
        expect(await stores.shards.get(job.jobId, 0)).toMatchObject({
          outcome: 'INTERRUPTED',
        });
      expect(await ended(start(job, 'generate'))).toBe(0);
      await expectComplete(job);
      const resent = model.callCount - RECORDS;
      expect(resent).toBeLessThanOrEqual(
        signal === 'SIGTERM' ? 0 : CONCURRENCY + 2 * INTERVAL,
      );
    },
    60_000,
  );

  it('makes what a small budget pays for, and no more', async () => {
    const budget = callCost(
      { inputTokens: 2_000, outputTokens: 1_000 },
      MODEL.price,
    );
    const job = await createJob(budget);
    expect(await ended(start(job, 'generate'))).toBe(0);
    expect(await stores.shards.get(job.jobId, 0)).toMatchObject({
      outcome: 'OUT_OF_BUDGET',
    });
    expect(billOf(model)).toBeLessThanOrEqual(budget);
    expect(billOf(model)).toBeGreaterThan(budget * 0.9);
  }, 60_000);
});

function runningJob({
  jobId,
  request,
  budgetNanoUsd,
  createdAt,
}: JobSnapshot): Job {
  return {
    jobId,
    userId: 'worker-int-spec',
    name: request.name,
    status: 'RUNNING',
    statusReason: '',
    cancelRequested: false,
    templateId: request.templateId,
    templateVersion: 1,
    templateName: 'test',
    seedId: request.seedId,
    seedName: 'seed',
    records: request.records,
    counts: { accepted: 0, rejected: 0, notAttempted: request.records },
    budgetNanoUsd,
    spentNanoUsd: 0,
    formats: request.formats,
    priority: 9,
    maxConcurrency: request.maxConcurrency,
    maxAttemptsPerRecord: request.maxAttemptsPerRecord,
    shards: 1,
    jobSeed: request.jobSeed,
    attempt: 1,
    exports: [],
    createdAt,
    updatedAt: createdAt,
  };
}

function pendingRow(
  jobId: string,
  range: { shard: number; from: number; to: number },
): ShardRow {
  const now = new Date().toISOString();
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
    heartbeatAt: now,
    updatedAt: now,
  };
}
