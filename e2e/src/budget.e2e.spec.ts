import { NANO_PER_USD, jobEstimateSchema } from '@plot-palette/domain';
import { Api } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import {
  customersCsv,
  jobOver,
  jsonLines,
  recordIndexes,
  ticketTemplate,
} from './harness/sample';
import { Simulator } from './harness/simulator';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);

async function set() {
  const api = new Api(outputs, (await newUser(outputs)).accessToken);
  const template = await api.createTemplate(ticketTemplate);
  const seed = await api.uploadSeed('customers.csv', customersCsv());
  return {
    api,
    request: jobOver(template.templateId, seed.seedId, { records: 400 }),
  };
}

describe('a budget that is too small', () => {
  it('for all records ends the job BUDGET_EXCEEDED with those that were paid for, below the limit', async () => {
    await simulator.set({ latency: { kind: 'fixed', ms: 5 } });
    const { api, request } = await set();
    const estimate = await api.expect(
      jobEstimateSchema,
      'POST',
      '/jobs/estimate',
      request,
    );
    const perRecord =
      (estimate.worstCaseNanoUsd - estimate.closingNanoUsd) / 400;
    const budgetUsd = (estimate.closingNanoUsd + perRecord * 3) / NANO_PER_USD;
    const { jobId } = await api.createJob({ ...request, budgetUsd });
    const job = await api.jobEnd(jobId);
    expect(job.status).toBe('BUDGET_EXCEEDED');
    expect(job.statusReason).not.toBe('');
    expect(job.counts.accepted).toBeGreaterThanOrEqual(3);
    expect(
      job.counts.accepted + job.counts.rejected + job.counts.notAttempted,
    ).toBe(400);
    expect(job.counts.notAttempted).toBeGreaterThan(0);
    expect(job.spentNanoUsd).toBeLessThanOrEqual(job.budgetNanoUsd);
    const rows = jsonLines(await api.download(jobId, 'JSONL'));
    expect(new Set(recordIndexes(rows)).size).toBe(job.counts.accepted);
    expect(rows).toHaveLength(job.counts.accepted);
  });

  it('for a single record is refused with the minimum, which is accepted', async () => {
    const { api, request } = await set();
    const refused = await api.call('POST', '/jobs', {
      ...request,
      budgetUsd: 0.000001,
    });
    expect(refused.status).toBe(422);
    const problem = (await refused.json()) as {
      minimumBudgetUsd: number;
      detail: string;
    };
    expect(problem.minimumBudgetUsd).toBeGreaterThan(0.000001);
    const { jobId } = await api.createJob({
      ...request,
      budgetUsd: problem.minimumBudgetUsd,
    });
    const job = await api.jobEnd(jobId);
    expect(job.status).toBe('BUDGET_EXCEEDED');
    expect(job.counts.accepted).toBeGreaterThanOrEqual(1);
    expect(job.spentNanoUsd).toBeLessThanOrEqual(job.budgetNanoUsd);
  });
});
