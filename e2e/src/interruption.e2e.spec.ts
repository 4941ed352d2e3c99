import { Api, until } from './harness/api';
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
import { signalWorker } from './harness/worker-process';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);
const RECORDS = 600;

async function startJob(overrides = {}) {
  const api = new Api(outputs, (await newUser(outputs)).accessToken);
  const template = await api.createTemplate(ticketTemplate);
  const seed = await api.uploadSeed('customers.csv', customersCsv());
  const job = await api.createJob(
    jobOver(template.templateId, seed.seedId, {
      records: RECORDS,
      ...overrides,
    }),
  );
  return { api, job };
}

async function finished(
  api: Api,
  jobId: string,
  records: number,
): Promise<void> {
  await until(
    () => api.dashboard(jobId),
    ({ totals }) => totals.accepted >= records,
    60_000,
    100,
  );
}

describe('a worker that is stopped', () => {
  beforeEach(() => simulator.set({ latency: { kind: 'fixed', ms: 60 } }));

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s is followed by another one: exact count, nothing twice, spend within the limit',
    async (signal) => {
      const { api, job } = await startJob();
      await finished(api, job.jobId, 100);
      await signalWorker(job.jobId, signal);
      await finished(api, job.jobId, 300);
      await signalWorker(job.jobId, signal);
      const ended = await api.jobEnd(job.jobId);
      expect(ended).toMatchObject({
        status: 'COMPLETED',
        counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
      });
      expect(
        recordIndexes(jsonLines(await api.download(job.jobId, 'JSONL'))),
      ).toEqual(upTo(RECORDS));
      expect(ended.spentNanoUsd).toBeLessThanOrEqual(ended.budgetNanoUsd);
      const { ledger } = await api.dashboard(job.jobId);
      expect(ledger.reservedNanoUsd).toBe(0);
      if (signal === 'SIGTERM') expect(ledger.writtenOffNanoUsd).toBe(0);
      else expect(ledger.writtenOffNanoUsd).toBeGreaterThan(0);
    },
  );

  it('by the user ends CANCELLED with what was paid for, and goes on when resumed', async () => {
    const { api, job } = await startJob();
    await finished(api, job.jobId, 100);
    expect((await api.call('POST', `/jobs/${job.jobId}/cancel`)).ok).toBe(true);
    const cancelled = await api.jobEnd(job.jobId);
    expect(cancelled.status).toBe('CANCELLED');
    expect(cancelled.counts.accepted).toBeGreaterThanOrEqual(100);
    expect(cancelled.counts.accepted).toBeLessThan(RECORDS);
    const before = jsonLines(await api.download(job.jobId, 'JSONL'));
    expect(before).toHaveLength(cancelled.counts.accepted);

    expect((await api.call('POST', `/jobs/${job.jobId}/resume`)).ok).toBe(true);
    const resumed = await api.jobEnd(job.jobId);
    expect(resumed).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
    });
    const after = jsonLines(await api.download(job.jobId, 'JSONL'));
    expect(recordIndexes(after)).toEqual(upTo(RECORDS));
    const byIndex = new Map(after.map((row) => [row['record_index'], row]));
    for (const row of before)
      expect(byIndex.get(row['record_index'])).toEqual(row);
  });

  it('for good by deletion leaves nothing behind', async () => {
    const { api, job } = await startJob();
    await finished(api, job.jobId, 50);
    expect((await api.call('DELETE', `/jobs/${job.jobId}`)).status).toBe(202);
    await until(
      async () => (await api.call('GET', `/jobs/${job.jobId}`)).status,
      (status) => status === 404,
      150_000,
      1_000,
    );
  });
});

describe('a job over four shards', () => {
  it('loses nothing when one of its workers is killed', async () => {
    await simulator.set({ latency: { kind: 'fixed', ms: 60 } });
    const { api, job } = await startJob({ shards: 4, maxConcurrency: 16 });
    await finished(api, job.jobId, 150);
    await signalWorker(job.jobId, 'SIGKILL');
    expect(await api.jobEnd(job.jobId)).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS },
    });
    expect(
      recordIndexes(jsonLines(await api.download(job.jobId, 'JSONL'))),
    ).toEqual(upTo(RECORDS));
  });
});
