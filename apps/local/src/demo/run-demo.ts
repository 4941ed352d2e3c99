import { createWriteStream } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  dashboardSchema,
  downloadSchema,
  formatUsd,
  isTerminal,
  type Job,
} from '@plot-palette/domain';
import { z } from 'zod';
import { type Outputs } from '../outputs';
import { StartFailure } from '../start-failure';
import { type Terminal } from '../terminal';
import { ApiClient } from './api-client';
import { ensureDemoJob } from './demo-job';
import { hasDataset, isComplete, shortfall } from './demo-outcome';
import { readDemoRecord, writeDemoRecord } from './demo-record';
import { signIn } from './demo-user';
import { loadSample } from './load-samples';
import { progressLine } from './progress-line';
import { readSamples } from './samples';

export interface DemoSettings {
  readonly outputs: Outputs;
  readonly terminal: Terminal;
  /** Keeps what was loaded, and gets the dataset. */
  readonly directory: string;
  readonly samples: string;
  /** `embedded`, `sim` or a URL. */
  readonly model: string;
}

const POLL_MS = 500;
const MAX_PREVIEW_CHARACTERS = 400;

const datasetLineSchema = z.object({
  steps: z.record(z.string(), z.object({ output: z.unknown() })),
});

/**
 * Loads the samples and runs the demo job to its dataset, through the public API alone. A job that an earlier start with
 * the same model began or completed is taken up, not run again. Answers whether every record is in the dataset.
 */
export async function runDemo({
  outputs,
  terminal,
  directory,
  samples,
  model,
}: DemoSettings): Promise<boolean> {
  const api = demoClient(outputs);
  const record = await readDemoRecord(directory);
  const save = () => writeDemoRecord(directory, record);
  await terminal.step('samples', async () => {
    const loaded = await readSamples(samples);
    for (const sample of loaded) {
      await loadSample(api, sample, record);
      await save();
    }
    return `${loaded.length} templates with their seed data`;
  });
  let job: Job | undefined;
  await terminal.step('demo job', async () => {
    const started = await ensureDemoJob({ api, model, record, save });
    job = await watchJob(api, started, terminal);
    return `${job.status}: ${job.counts.accepted} records, ${job.counts.rejected} rejected`;
  });
  if (job === undefined) throw new Error('the demo job was not started');
  if (hasDataset(job))
    await report(terminal, job, await downloadDataset(api, job, directory));
  if (!isComplete(job)) reportShortfall(terminal, job);
  return isComplete(job);
}

function demoClient(outputs: Outputs): ApiClient {
  const cognito = new CognitoIdentityProviderClient({
    endpoint: outputs.awsEndpointUrl,
    region: outputs.region,
    credentials: outputs,
  });
  const user = { email: outputs.demoUser, password: outputs.demoPassword };
  return new ApiClient(outputs.apiUrl, () =>
    signIn(cognito, outputs.clientId, user),
  );
}

async function watchJob(
  api: ApiClient,
  created: Job,
  terminal: Terminal,
): Promise<Job> {
  for (;;) {
    const dashboard = await api.request({
      method: 'GET',
      path: `/dashboard/${created.jobId}`,
      answer: dashboardSchema,
    });
    if (isTerminal(dashboard.job.status)) return dashboard.job;
    terminal.progress(progressLine(dashboard));
    await sleep(POLL_MS);
  }
}

async function downloadDataset(
  api: ApiClient,
  job: Job,
  directory: string,
): Promise<string> {
  const { files } = await api.request({
    method: 'GET',
    path: `/jobs/${job.jobId}/download`,
    answer: downloadSchema,
  });
  const file = files.find(({ format }) => format === 'JSONL');
  const response = file === undefined ? undefined : await fetch(file.url);
  if (response?.ok !== true || response.body === null) {
    throw new StartFailure(
      `the demo's dataset could not be downloaded (${response?.status ?? 'no file'})`,
      'Look into logs/functions in the data directory.',
    );
  }
  const path = join(directory, 'dataset.jsonl');
  await pipeline(
    Readable.fromWeb(response.body),
    createWriteStream(`${path}.new`),
  );
  await rename(`${path}.new`, path);
  return path;
}

async function report(
  terminal: Terminal,
  job: Job,
  path: string,
): Promise<void> {
  terminal.line(`\n  Dataset   ${path}`);
  terminal.line(
    `  Cost      ${formatUsd(job.spentNanoUsd)} (what it would have cost on AWS; here nothing is billed)`,
  );
  terminal.line(
    `  Record 1  ${(await firstOutputs(path)).slice(0, MAX_PREVIEW_CHARACTERS)}`,
  );
}

/** What the steps of the first record made, without the prompts that the dataset carries beside it. */
async function firstOutputs(path: string): Promise<string> {
  const [line = ''] = (await readFile(path, 'utf8')).split('\n', 1);
  const record = datasetLineSchema.safeParse(JSON.parse(line));
  if (!record.success) return line;
  const outputs = Object.values(record.data.steps).map(({ output }) => output);
  return outputs
    .map((output) =>
      typeof output === 'string' ? output : JSON.stringify(output),
    )
    .join(' · ');
}

function reportShortfall(terminal: Terminal, job: Job): void {
  terminal.line(`\n  ${shortfall(job)}`);
  terminal.line(
    '  The logs of its workers are in logs/tasks in the data directory. The next start runs it anew.',
  );
}
