import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { loadProduct } from './load-product.mjs';

const product = await loadProduct();
const { storageKeys } = product;

export const JOB_ID = '5d1b8a2e-93c6-4a53-8a7e-2d2f0a6e9b10';
const NOW = '2026-11-21T09:00:00.000Z';
const SEED_ROWS = 10_000;
/** Records of one object: those of a compacted segment. */
const BATCH_RECORDS = 5_000;
const GENRES = ['fable', 'poem', 'news', 'letter', 'recipe', 'joke', 'essay'];
const WORDS =
  'the fox ran over a quiet hill and "nobody" asked why; later, rain came\nand went, as it does — für immer'.split(
    ' ',
  );
const SCHEMA = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    rating: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const MODEL = {
  alias: 'llama-3.1-8b',
  modelId: 'meta.llama3-1-8b-instruct-v1:0',
  price: { inputNanoUsdPerMillion: 1, outputNanoUsdPerMillion: 1 },
  capabilities: {
    samplingParameters: [],
    temperatureExcludesTopP: false,
    systemPrompt: true,
    structuredOutput: false,
    promptCaching: false,
    maxOutputTokens: 1_000,
    contextTokens: 1_000,
  },
};

/** Writes a finished job of at least so many bytes of batches below `bucket`; one record in 100 is rejected. */
export async function makeJob(bucket, bytes) {
  const save = async (key, body) => {
    const path = join(bucket, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  };
  await saveSeed(save);
  const batches = [];
  let written = 0;
  let records = 0;
  while (written < bytes) {
    const lines = Array.from({ length: BATCH_RECORDS }, (_, line) =>
      record(records + line),
    );
    const body = product.encodeBatch(lines);
    const size = Buffer.byteLength(body);
    const seq = batches.length;
    const key = storageKeys.batch(JOB_ID, 0, 1, seq);
    await save(key, body);
    const place = { key, fence: 1, seq, writtenAt: NOW, bytes: size };
    batches.push(product.describeBatch(place, lines));
    written += size;
    records += BATCH_RECORDS;
  }
  await save(storageKeys.manifest(JOB_ID, 0), manifestOf(batches, records));
  return { bytes: written, records, save };
}

/** `config.json`, which says what to export. */
export function snapshotOf(records, request) {
  const steps = ['story', 'card'].map((id) => ({
    id,
    model: MODEL.alias,
    prompt: 'Write.',
    ...(id === 'card' ? { outputSchema: SCHEMA } : {}),
  }));
  const snapshot = {
    schemaVersion: 1,
    jobId: JOB_ID,
    userId: 'bench',
    createdAt: NOW,
    request: {
      name: 'bench',
      templateId: JOB_ID,
      templateVersion: 1,
      seedId: JOB_ID,
      records,
      budgetUsd: 1,
      jobSeed: 1,
      ...request,
    },
    template: {
      templateId: JOB_ID,
      version: 1,
      userId: 'bench',
      name: 'Stories',
      steps,
      requiredPaths: [],
      createdAt: NOW,
      updatedAt: NOW,
    },
    fragments: {},
    models: { story: MODEL, card: MODEL },
    seed: {
      seedId: JOB_ID,
      name: 'Subjects',
      rows: SEED_ROWS,
      rowsKey: storageKeys.seedRows('bench', JOB_ID),
      indexKey: storageKeys.seedIndex('bench', JOB_ID),
    },
    budgetNanoUsd: 1_000_000_000,
    closingNanoUsd: 0,
    infrastructurePrice: product.DEFAULT_INFRASTRUCTURE_PRICE,
    shards: [{ shard: 0, from: 0, to: records }],
  };
  return JSON.stringify(product.jobSnapshotSchema.parse(snapshot));
}

export const configKey = storageKeys.jobConfig(JOB_ID);

async function saveSeed(save) {
  const lines = Array.from({ length: SEED_ROWS }, (_, row) =>
    JSON.stringify({
      subject: text(row, 60),
      genre: GENRES[row % 7],
      year: row,
    }),
  );
  const content = Readable.from([Buffer.from(lines.join('\n'))]);
  const { index } = await product.normaliseSeed(
    { content, format: 'jsonl', fileName: 'seed.jsonl' },
    async (stream) =>
      save(storageKeys.seedRows('bench', JOB_ID), await buffer(stream)),
  );
  await save(storageKeys.seedIndex('bench', JOB_ID), index);
}

function record(index) {
  const base = {
    index,
    seedRow: (index * 7_919) % SEED_ROWS,
    attempts: 1,
    costNanoUsd: 3_040,
    createdAt: NOW,
  };
  if (index % 100 === 99)
    return {
      ...base,
      status: 'rejected',
      step: 'card',
      reason: 'no JSON',
      lastRawOutput: text(index, 300),
    };
  const output = {
    title: text(index, 40),
    rating: index % 5,
    tags: ['a', 'b'],
  };
  return {
    ...base,
    status: 'accepted',
    steps: {
      story: stepResult(text(index, 800 + (index % 1_000))),
      card: stepResult(output),
    },
    prompts: { story: text(index, 300), card: text(index + 1, 300) },
  };
}

function stepResult(output) {
  return {
    output,
    model: MODEL.alias,
    inputTokens: 80,
    outputTokens: 300,
    costNanoUsd: 1_520,
    latencyMs: 500,
    stopReason: 'end_turn',
  };
}

/** Words from a place that depends on `start`, so that compression has something to do. */
function text(start, length) {
  let result = '';
  for (let word = start * 31; result.length < length; word += 1 + (word % 5))
    result += `${WORDS[word % WORDS.length]} ${word % 10 === 0 ? word : ''}`;
  return result.slice(0, length);
}

function manifestOf(batches, records) {
  const accounts = { batches, holders: [], resentRecords: 0 };
  return JSON.stringify(
    product.manifestSchema.parse({
      schemaVersion: 1,
      jobId: JOB_ID,
      shard: 0,
      fence: 1,
      version: 1,
      updatedAt: NOW,
      ...accounts,
      frontier: records,
      totals: product.totalsOf(accounts),
    }),
  );
}
