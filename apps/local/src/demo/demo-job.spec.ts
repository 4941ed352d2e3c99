import { type Job } from '@plot-palette/domain';
import { type ApiRequest } from './api-client';
import { ensureDemoJob } from './demo-job';
import { type DemoRecord } from './demo-record';
import { type z } from 'zod';

const NEW: Pick<Job, 'status' | 'records' | 'counts'> = {
  status: 'QUEUED',
  records: 12,
  counts: { accepted: 0, rejected: 0, notAttempted: 12 },
};
const COMPLETE: typeof NEW = {
  status: 'COMPLETED',
  records: 12,
  counts: { accepted: 12, rejected: 0, notAttempted: 0 },
};

describe(ensureDemoJob.name, () => {
  let record: DemoRecord;
  let saved: string[];
  /** The API's jobs by their idempotency keys. */
  let jobs: Map<string, typeof NEW>;

  beforeEach(() => {
    record = {
      jobKeys: {},
      seeds: { 'support-tickets': 'seed' },
      templates: { 'support-tickets': 'template' },
    };
    saved = [];
    jobs = new Map();
  });

  const api = {
    async request<Answer extends z.ZodType>({
      idempotencyKey = '',
    }: ApiRequest<Answer>): Promise<z.infer<Answer>> {
      expect(saved.at(-1)).toContain(idempotencyKey);
      const job = jobs.get(idempotencyKey) ?? NEW;
      jobs.set(idempotencyKey, job);
      return job as z.infer<Answer>;
    },
  };
  const start = (model = 'sim') =>
    ensureDemoJob({
      api,
      model,
      record,
      save: async () => void saved.push(JSON.stringify(record)),
    });
  const endAll = (job: typeof NEW) => {
    for (const key of jobs.keys()) jobs.set(key, job);
  };

  it('takes up the job that the same model runs', async () => {
    await start();
    await start();
    expect(jobs.size).toBe(1);
  });

  it('takes up a complete one', async () => {
    await start();
    endAll(COMPLETE);
    expect(await start()).toEqual(COMPLETE);
    expect(jobs.size).toBe(1);
  });

  it('gives another model a job of its own, and finds the first one again', async () => {
    await start('sim');
    await start('http://localhost:11434/v1');
    expect(jobs.size).toBe(2);
    await start('sim');
    expect(jobs.size).toBe(2);
  });

  it('asks anew when template or seeds are others', async () => {
    await start();
    record.seeds['support-tickets'] = 'another';
    await start();
    expect(jobs.size).toBe(2);
  });

  it.each([
    ['failed', { ...NEW, status: 'FAILED' as const }],
    ['was cancelled', { ...NEW, status: 'CANCELLED' as const }],
    [
      'left gaps',
      {
        ...COMPLETE,
        status: 'COMPLETED_WITH_GAPS' as const,
        counts: { accepted: 11, rejected: 1, notAttempted: 0 },
      },
    ],
  ])('runs a new one after one that %s', async (_case, ended) => {
    await start();
    endAll(ended);
    expect(await start()).toEqual(NEW);
    expect(jobs.size).toBe(2);
    await start();
    expect(jobs.size).toBe(2);
  });
});
