// How many records of the demo job does the model of a running local cloud get right? Usage: see README.md.
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';

const RECORDS = 200;
const MAX_ATTEMPTS = 3;
const SAMPLES = 5;
const POLL_MS = 1_000;
const SAMPLE = join(
  import.meta.dirname,
  '../../apps/local/samples/support-tickets',
);

const [outputsFile] = process.argv.slice(2);
if (outputsFile === undefined) {
  console.error(
    'usage: node bench/embedded-acceptance/run.mjs DATA/outputs.json',
  );
  process.exit(2);
}
const outputs = JSON.parse(await readFile(outputsFile, 'utf8'));
const authorization = `Bearer ${await signIn()}`;
const job = await runJob(await createTemplate(), await uploadSeeds());
await report(job);

async function signIn() {
  const cognito = new CognitoIdentityProviderClient({
    endpoint: outputs.awsEndpointUrl,
    region: outputs.region,
    credentials: outputs,
  });
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: outputs.clientId,
      AuthParameters: {
        USERNAME: outputs.demoUser,
        PASSWORD: outputs.demoPassword,
      },
    }),
  );
  return AuthenticationResult.AccessToken;
}

async function api(path, body) {
  const response = await fetch(outputs.apiUrl + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

async function createTemplate() {
  const definition = await readFile(join(SAMPLE, 'template.json'), 'utf8');
  const { templateId } = await api('/templates', JSON.parse(definition));
  return templateId;
}

async function uploadSeeds() {
  const file = await readFile(join(SAMPLE, 'seeds.csv'));
  const { seed, upload } = await api('/seed-data', {
    name: 'Support tickets',
    fileName: 'seeds.csv',
    bytes: file.length,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields))
    form.append(name, value);
  form.append('file', new Blob([file]), 'seeds.csv');
  const response = await fetch(upload.url, { method: 'POST', body: form });
  if (!response.ok) throw new Error(`the upload: ${await response.text()}`);
  for (;;) {
    const { state, error } = await api(`/seed-data/${seed.seedId}`);
    if (state === 'READY') return seed.seedId;
    if (state === 'INVALID') throw new Error(`seeds.csv: ${error}`);
    await sleep(POLL_MS);
  }
}

async function runJob(templateId, seedId) {
  const { jobId } = await api('/jobs', {
    name: 'Acceptance of the demo model',
    templateId,
    seedId,
    records: RECORDS,
    budgetUsd: 5,
    formats: ['JSONL'],
    maxAttemptsPerRecord: MAX_ATTEMPTS,
    jobSeed: 1,
  });
  for (;;) {
    const job = await api(`/jobs/${jobId}`);
    if (job.finishedAt !== undefined) return job;
    await sleep(POLL_MS);
  }
}

async function readDataset(jobId) {
  const { files } = await api(`/jobs/${jobId}/download`);
  const text = await (await fetch(files[0].url)).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function report({
  jobId,
  status,
  statusReason,
  records,
  counts,
  ...job
}) {
  const { totals } = await api(`/dashboard/${jobId}`);
  const rows = counts.accepted > 0 ? await readDataset(jobId) : [];
  const acceptedAt = Array.from(
    { length: MAX_ATTEMPTS },
    (_, index) => rows.filter(({ attempts }) => attempts === index + 1).length,
  );
  const seconds =
    (Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1_000;
  const perSecond = (count) => (count / seconds).toFixed(2);
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores (${cpus()[0]?.model})`,
  );
  console.log(`${status} ${statusReason}`);
  console.log(
    `asked: ${records}, accepted: ${counts.accepted}, rejected: ${counts.rejected}, not attempted: ${counts.notAttempted}`,
  );
  console.log(`accepted at attempt 1/2/3: ${acceptedAt.join('/')}`);
  console.log(
    `from the job's creation to its dataset: ${seconds.toFixed(1)} s, ${perSecond(records)} records/s, ${perSecond(totals.outputTokens)} output tokens/s`,
  );
  console.log(
    `tokens: ${totals.inputTokens} in, ${totals.outputTokens} out, in ${totals.calls} calls`,
  );
  const every = Math.max(1, Math.floor(rows.length / SAMPLES));
  for (const row of rows
    .filter((_, index) => index % every === 0)
    .slice(0, SAMPLES))
    console.log(
      `${JSON.stringify(row.seed)}\n  ${JSON.stringify(row.steps.ticket.output)}`,
    );
}
