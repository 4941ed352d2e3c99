import { randomUUID } from 'node:crypto';
import {
  openLedger,
  jobScope,
  storageKeys,
  type Job,
  type JobInput,
  type SeedData,
  type Template,
  type TemplateInput,
} from '@plot-palette/domain';
import { aJob } from './job.fixture';
import { USER, type RunningApi } from './running-api.fixture';

export const ROWS = [
  { animal: 'fox', place: { name: 'wood' } },
  { animal: 'crane', place: { name: 'Þingvellir' } },
];

export function fableTemplate(
  overrides: Partial<TemplateInput> = {},
): TemplateInput {
  return {
    name: 'Fable',
    steps: [
      {
        id: 'story',
        model: 'llama-3.1-8b',
        prompt: 'About a {{ animal }} in the {{ place.name }}.',
        maxTokens: 200,
      },
    ],
    ...overrides,
  };
}

/** A READY seed file of {@link ROWS}, as the profile function leaves it. */
export async function readySeed(
  { stores }: RunningApi,
  overrides: Partial<SeedData> = {},
): Promise<SeedData> {
  const createdAt = new Date().toISOString();
  const seed: SeedData = {
    seedId: randomUUID(),
    userId: USER,
    name: 'Animals',
    fileName: 'animals.jsonl',
    format: 'jsonl',
    state: 'READY',
    bytes: 100,
    rows: ROWS.length,
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
  await stores.seeds.create(seed);
  const present = { present: 2, types: { string: 2 }, missingRows: [] };
  const profile = {
    rows: ROWS.length,
    fields: {
      animal: present,
      place: { ...present, types: { object: 2 } },
      'place.name': present,
      sometimes: { present: 1, types: { string: 1 }, missingRows: [1] },
    },
    truncated: false,
  };
  const { userId, seedId } = seed;
  await stores.objects.put(
    storageKeys.seedProfile(userId, seedId),
    JSON.stringify(profile),
  );
  await stores.objects.put(
    storageKeys.seedRows(userId, seedId),
    ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  return seed;
}

/** Template, seed file and the request for a job over them. */
export async function jobRequest(
  api: RunningApi,
  overrides: Partial<JobInput> = {},
): Promise<JobInput> {
  const { body } = await api.call<Template>(
    USER,
    'POST',
    '/templates',
    fableTemplate(),
  );
  const { seedId } = await readySeed(api);
  return {
    templateId: body.templateId,
    seedId,
    records: 10,
    budgetUsd: 1,
    ...overrides,
  };
}

/** A job's row, as if it had been created and had gone on. */
export function storedJob(
  { stores }: RunningApi,
  overrides: Partial<Job> = {},
): Job {
  const job = aJob(overrides);
  stores.jobs.save(job);
  const scope = jobScope(job.jobId);
  stores.jobs.ledgers.set(scope, openLedger(scope, job.budgetNanoUsd, 1_000));
  return job;
}
