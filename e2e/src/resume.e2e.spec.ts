import { problemSchema, recordListSchema } from '@plot-palette/domain';
import { Api } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import {
  customersCsv,
  jobOver,
  jsonLines,
  recordIndexes,
  ticketTemplate,
  upTo,
} from './harness/sample';
import { Simulator } from './harness/simulator';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);
const RECORDS = 60;

async function startJob(overrides = {}) {
  const api = new Api(outputs, (await newUser(outputs)).accessToken);
  const template = await api.createTemplate(ticketTemplate);
  const seed = await api.uploadSeed('customers.csv', customersCsv());
  const request = jobOver(template.templateId, seed.seedId, {
    records: RECORDS,
    shards: 2,
    ...overrides,
  });
  return { api, request };
}

describe('a job that ended with something left to do', () => {
  beforeEach(() => simulator.set({ latency: { kind: 'fixed', ms: 5 } }));
  afterAll(() => simulator.set({}));

  it('makes the rest when its budget is raised', async () => {
    const { api, request } = await startJob();
    const tooSmall = await api.call('POST', '/jobs', {
      ...request,
      budgetUsd: 0.000001,
    });
    const { minimumBudgetUsd: budgetUsd = 0 } = problemSchema.parse(
      await tooSmall.json(),
    );
    const { jobId } = await api.createJob({ ...request, budgetUsd });
    const first = await api.jobEnd(jobId);
    expect(first.status).toBe('BUDGET_EXCEEDED');
    expect(first.counts.notAttempted).toBeGreaterThan(0);

    const resume = (body?: object) =>
      api.call('POST', `/jobs/${jobId}/resume`, body);
    const refused = await resume();
    expect(refused.status).toBe(422);
    const { minimumBudgetUsd = 0 } = problemSchema.parse(await refused.json());
    expect(minimumBudgetUsd).toBeGreaterThan(budgetUsd);
    expect((await resume({ budgetUsd: budgetUsd / 2 })).status).toBe(400);
    expect((await resume({ budgetUsd: 5 })).status).toBe(200);

    const job = await api.jobEnd(jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
      budgetNanoUsd: 5_000_000_000,
    });
    const { ledger } = await api.dashboard(jobId);
    expect(ledger).toMatchObject({
      limitNanoUsd: 5_000_000_000,
      reservedNanoUsd: 0,
      writtenOffNanoUsd: 0,
    });
    expect(job.spentNanoUsd).toBeGreaterThan(first.spentNanoUsd);
    expect(job.spentNanoUsd).toBe(ledger.settledNanoUsd);
    expect(
      recordIndexes(jsonLines(await api.download(jobId, 'JSONL'))),
    ).toEqual(upTo(RECORDS));
  });

  it('makes rejected records again, keeps what was accepted, and leaves their cost on the bill', async () => {
    await simulator.set({ refusalRate: 0.15 });
    const { api, request } = await startJob({ maxAttemptsPerRecord: 1 });
    const { jobId } = await api.createJob(request);
    const first = await api.jobEnd(jobId);
    expect(first.status).toBe('COMPLETED_WITH_GAPS');
    const { accepted, rejected } = first.counts;
    expect(accepted + rejected).toBe(RECORDS);
    const before = jsonLines(await api.download(jobId, 'JSONL'));
    const { items } = await api.expect(
      recordListSchema,
      'GET',
      `/jobs/${jobId}/records?status=rejected&limit=100`,
    );
    expect(items).toHaveLength(rejected);
    for (const { record } of items)
      expect(record).toMatchObject({
        status: 'rejected',
        attempts: 1,
        step: expect.stringMatching(/ticket|reply/),
        reason: expect.stringContaining('filter'),
        costNanoUsd: expect.any(Number),
      });

    const resume = (body?: object) =>
      api.call('POST', `/jobs/${jobId}/resume`, body);
    expect((await resume()).status).toBe(409);
    await simulator.set({});
    expect((await resume({ retryRejected: true })).status).toBe(200);
    const job = await api.jobEnd(jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
    });
    expect(job.spentNanoUsd).toBeGreaterThan(first.spentNanoUsd);
    const { totals, ledger } = await api.dashboard(jobId);
    expect(totals.attempts).toBe(RECORDS + rejected);
    expect(totals.resentRecords).toBe(0);
    expect(ledger.writtenOffNanoUsd).toBe(0);
    const after = jsonLines(await api.download(jobId, 'JSONL'));
    expect(recordIndexes(after)).toEqual(upTo(RECORDS));
    const byIndex = new Map(after.map((row) => [row['record_index'], row]));
    for (const row of before)
      expect(byIndex.get(row['record_index'])).toEqual(row);
    expect((await resume({ retryRejected: true })).status).toBe(409);
  });
});
