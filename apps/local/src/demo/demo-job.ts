import { createHash, randomUUID } from 'node:crypto';
import {
  isTerminal,
  type Job,
  type JobInput,
  jobSchema,
} from '@plot-palette/domain';
import { type ApiClient } from './api-client';
import { type DemoRecord } from './demo-record';
import { isComplete } from './demo-outcome';

const DEMO_SAMPLE = 'support-tickets';
const RECORDS = 12;
const BUDGET_USD = 1;

export interface DemoJobSettings {
  readonly api: Pick<ApiClient, 'request'>;
  /** `embedded`, `sim` or a URL: each model has a job of its own. */
  readonly model: string;
  readonly record: DemoRecord;
  /** Keeps the record; called before a key is used, so that a kill makes no second job. */
  readonly save: () => Promise<void>;
}

/**
 * The demo job of this model: the one of an earlier start while it runs or when all of its records are there, a new one
 * otherwise.
 */
export async function ensureDemoJob(settings: DemoJobSettings): Promise<Job> {
  const { record, model, save } = settings;
  const body = requestOf(record);
  const wish = createHash('sha256')
    .update(JSON.stringify([model, body]))
    .digest('hex');
  const known = record.jobKeys[wish];
  if (known !== undefined) {
    const job = await createJob(settings, body, known);
    if (!isTerminal(job.status) || isComplete(job)) return job;
  }
  const key = randomUUID();
  record.jobKeys[wish] = key;
  await save();
  return createJob(settings, body, key);
}

function requestOf({ templates, seeds }: DemoRecord): JobInput {
  return {
    name: 'Demo: support tickets',
    templateId: templates[DEMO_SAMPLE] ?? '',
    seedId: seeds[DEMO_SAMPLE] ?? '',
    records: RECORDS,
    budgetUsd: BUDGET_USD,
    formats: ['JSONL'],
    jobSeed: 1,
  };
}

/** Under a key that was used, the API answers with that job. */
function createJob(
  { api }: DemoJobSettings,
  body: JobInput,
  idempotencyKey: string,
): Promise<Job> {
  return api.request({
    method: 'POST',
    path: '/jobs',
    body,
    answer: jobSchema,
    idempotencyKey,
  });
}
