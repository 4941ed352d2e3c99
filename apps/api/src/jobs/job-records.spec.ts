import { encodeBatch } from '@plot-palette/checkpoint';
import {
  EMPTY_TOTALS,
  storageKeys,
  type AcceptedRecord,
  type DatasetRecord,
  type Job,
  type RecordList,
} from '@plot-palette/domain';
import { RunningApi, USER } from '../testing/running-api.fixture';
import { jobRequest, ROWS } from '../testing/sample-job.fixture';
import { JobRecords } from './job-records';

const NOW = new Date().toISOString();

function accepted(index: number): AcceptedRecord {
  return {
    index,
    seedRow: index % ROWS.length,
    attempts: 1,
    costNanoUsd: 5,
    createdAt: NOW,
    status: 'accepted',
    steps: {},
    prompts: { story: `prompt ${index}` },
  };
}

function rejected(index: number): DatasetRecord {
  const { index: _index, ...base } = accepted(index);
  return {
    index,
    seedRow: base.seedRow,
    attempts: 3,
    costNanoUsd: 5,
    createdAt: NOW,
    status: 'rejected',
    step: 'story',
    reason: 'too short',
    lastRawOutput: 'x',
  };
}

/** The row index of a file that is one block. */
async function writeIndex(api: RunningApi, seedId: string): Promise<void> {
  const rowsKey = storageKeys.seedRows(USER, seedId);
  const bytes = (await api.stores.objects.head(rowsKey))?.bytes ?? 0;
  const index = Buffer.alloc(36);
  index.write('PPRX', 0, 'latin1');
  index.writeUInt32LE(1, 4);
  index.writeUInt32LE(ROWS.length, 8);
  index.writeUInt32LE(1, 12);
  index.writeBigUInt64LE(BigInt(bytes), 16);
  await api.stores.objects.put(storageKeys.seedIndex(USER, seedId), index);
}

/** One batch, as it is with a good, a bad and a doubled record unless others are given. */
async function writeBatch(
  { stores }: RunningApi,
  jobId: string,
  records: DatasetRecord[] = [
    rejected(0),
    accepted(1),
    accepted(2),
    accepted(9),
  ],
): Promise<void> {
  const key = storageKeys.batch(jobId, 0, 1, 0);
  await stores.objects.put(key, encodeBatch(records));
  const manifest = {
    schemaVersion: 1,
    jobId,
    shard: 0,
    fence: 1,
    version: 1,
    updatedAt: NOW,
    batches: [
      {
        key,
        fence: 1,
        seq: 0,
        writtenAt: NOW,
        bytes: 10,
        accepted: [[1, 3]],
        rejected: [[0, 1]],
        attempts: 5,
        usage: {},
      },
    ],
    holders: [],
    frontier: 0,
    resentRecords: 0,
    totals: EMPTY_TOTALS,
  };
  await stores.objects.put(
    storageKeys.manifest(jobId, 0),
    JSON.stringify(manifest),
  );
}

describe(JobRecords.name, () => {
  let api: RunningApi;
  let job: Job;
  let seedId: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    const request = await jobRequest(api);
    seedId = request.seedId;
    job = (await api.call<Job>(USER, 'POST', '/jobs', request)).body;
  });
  afterEach(() => api.stop());

  const records = async (query = '') => {
    const path = `/jobs/${job.jobId}/records${query}`;
    const { status, body } = await api.call<RecordList>(USER, 'GET', path);
    expect(status).toBe(200);
    return body.items;
  };

  it('is empty before the first checkpoint', async () => {
    expect(await records()).toEqual([]);
  });

  it('shows accepted records first, each with its seed row, and no doubles', async () => {
    await writeBatch(api, job.jobId);
    await writeIndex(api, seedId);
    const items = await records();
    expect(items.map(({ record }) => record.index)).toEqual([1, 2, 0]);
    expect(items.map(({ seed }) => seed)).toEqual([ROWS[1], ROWS[0], ROWS[0]]);
    expect(await records('?limit=1')).toHaveLength(1);
    const indexes = async (query: string) =>
      (await records(query)).map(({ record }) => record.index);
    expect(await indexes('?status=rejected')).toEqual([0]);
    expect(await indexes('?status=accepted&limit=5')).toEqual([1, 2]);
  });

  it('does without seed rows when the file was deleted', async () => {
    await writeBatch(api, job.jobId);
    const [first] = await records();
    expect(first?.record.index).toBe(1);
    expect(first?.seed).toBeUndefined();
  });

  describe('with long prompts', () => {
    const withPrompt = (index: number, prompt: string): AcceptedRecord => ({
      ...accepted(index),
      prompts: { story: prompt },
    });
    // The function's answer holds its body as text in JSON: `"` is `\"` in the body and `\\\"` in the answer.
    const quotes = '"'.repeat(600_000);

    it('answers as many records as fit', async () => {
      await writeBatch(api, job.jobId, [
        withPrompt(1, quotes),
        withPrompt(2, quotes),
      ]);
      const items = await records();
      expect(items).toHaveLength(1);
      const [first] = items;
      expect(first?.record).toEqual(withPrompt(1, quotes));
      expect(first?.shortened).toBeUndefined();
    });

    it('leaves prompts and seed row out of a record that alone is too large', async () => {
      await writeIndex(api, seedId);
      await writeBatch(api, job.jobId, [
        withPrompt(1, quotes.repeat(2)),
        accepted(2),
      ]);
      expect(await records()).toEqual([
        { record: { ...accepted(1), prompts: {} }, shortened: true },
        { record: accepted(2), seed: ROWS[0] },
      ]);
    });
  });
});
