import { setTimeout as sleep } from 'node:timers/promises';
import {
  seedDetailSchema,
  seedUploadSchema,
  templateSchema,
} from '@plot-palette/domain';
import { StartFailure } from '../start-failure';
import { type ApiClient } from './api-client';
import { type DemoRecord } from './demo-record';
import { type Sample } from './samples';

const POLL_MS = 250;
const PROFILE_TIMEOUT_MS = 60_000;

/** Creates the sample's template and uploads its seed data, unless the record knows of them and they are there. */
export async function loadSample(
  api: ApiClient,
  sample: Sample,
  record: DemoRecord,
): Promise<void> {
  record.templates[sample.name] = await ensureTemplate(
    api,
    sample,
    record.templates[sample.name],
  );
  record.seeds[sample.name] = await ensureSeeds(
    api,
    sample,
    record.seeds[sample.name],
  );
}

async function ensureTemplate(
  api: ApiClient,
  sample: Sample,
  known: string | undefined,
): Promise<string> {
  if (known !== undefined) {
    const found = await api.find({
      method: 'GET',
      path: `/templates/${known}`,
      answer: templateSchema,
    });
    if (found !== undefined) return known;
  }
  const created = await api.request({
    method: 'POST',
    path: '/templates',
    body: sample.template,
    answer: templateSchema,
  });
  return created.templateId;
}

async function ensureSeeds(
  api: ApiClient,
  sample: Sample,
  known: string | undefined,
): Promise<string> {
  if (known !== undefined) {
    const found = await api.find({
      method: 'GET',
      path: `/seed-data/${known}`,
      answer: seedDetailSchema,
    });
    if (found?.state === 'READY') return known;
  }
  const { seed, upload } = await api.request({
    method: 'POST',
    path: '/seed-data',
    body: {
      name: sample.template.name,
      fileName: sample.seedFileName,
      bytes: sample.seeds.length,
    },
    answer: seedUploadSchema,
  });
  await uploadFile(sample, upload);
  await waitForProfile(api, sample, seed.seedId);
  return seed.seedId;
}

/** A presigned POST: the fields first, then the file. */
async function uploadFile(
  sample: Sample,
  {
    url,
    fields,
  }: {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(
    'file',
    new Blob([new Uint8Array(sample.seeds)]),
    sample.seedFileName,
  );
  const response = await fetch(url, { method: 'POST', body: form });
  if (!response.ok) {
    throw new StartFailure(
      `the upload of ${sample.seedFileName} was refused: ${response.status} ${(await response.text()).slice(0, 500)}`,
      'Look into logs/functions in the data directory.',
    );
  }
}

async function waitForProfile(
  api: ApiClient,
  sample: Sample,
  seedId: string,
): Promise<void> {
  const deadline = Date.now() + PROFILE_TIMEOUT_MS;
  for (;;) {
    const seed = await api.request({
      method: 'GET',
      path: `/seed-data/${seedId}`,
      answer: seedDetailSchema,
    });
    if (seed.state === 'READY') return;
    if (seed.state === 'INVALID' || Date.now() > deadline) {
      throw new StartFailure(
        `the seed data ${sample.seedFileName} is ${seed.state}: ${seed.error ?? 'its profile did not come in time'}`,
        'The log of the profiling function lies in logs/functions in the data directory.',
      );
    }
    await sleep(POLL_MS);
  }
}
