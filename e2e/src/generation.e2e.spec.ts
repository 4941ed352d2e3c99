import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { modelListSchema } from '@plot-palette/domain';
import { parseString } from 'fast-csv';
import { Api } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import {
  customersCsv,
  jobOver,
  jsonLines,
  recordIndexes,
  ROWS,
  ticketTemplate,
  upTo,
} from './harness/sample';
import { Simulator } from './harness/simulator';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);

async function csvRows(text: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  await new Promise((resolve, reject) =>
    parseString<Record<string, string>, Record<string, string>>(text, {
      headers: true,
    })
      .on('data', (row) => rows.push(row))
      .on('error', reject)
      .on('end', resolve),
  );
  return rows;
}

async function parquetRows(file: Buffer): Promise<Record<string, unknown>[]> {
  const directory = mkdtempSync(join(tmpdir(), 'parquet-'));
  try {
    const path = join(directory, 'dataset.parquet');
    writeFileSync(path, file);
    const connection = await (
      await DuckDBInstance.create(':memory:')
    ).connect();
    const rows = await connection.runAndReadAll(
      `SELECT * FROM read_parquet('${path}') ORDER BY record_index`,
    );
    return rows.getRowObjectsJson();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a job from sign-up to the downloaded dataset', () => {
  it('makes exactly the records asked for, in every format, at the price that the model billed', async () => {
    const user = await newUser(outputs);
    const api = new Api(outputs, user.accessToken);
    await simulator.set({
      latency: { kind: 'lognormal', medianMs: 20, sigma: 0.6 },
    });
    await simulator.reset();
    const template = await api.createTemplate(ticketTemplate);
    expect(template.requiredPaths).toEqual(['customer', 'issue', 'product']);
    const seed = await api.uploadSeed('customers.csv', customersCsv());
    expect(seed).toMatchObject({ state: 'READY', rows: ROWS });

    const created = await api.createJob(
      jobOver(template.templateId, seed.seedId, {
        records: 120,
        formats: ['JSONL', 'CSV', 'PARQUET'],
      }),
    );
    const job = await api.jobEnd(created.jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: 120, rejected: 0, notAttempted: 0 },
    });

    const records = jsonLines(await api.download(job.jobId, 'JSONL'));
    expect(recordIndexes(records)).toEqual(upTo(120));
    for (const record of records) {
      const {
        seed_row: row,
        steps,
        seed: source,
        cost_usd: cost,
      } = record as {
        seed_row: number;
        seed: Record<string, string>;
        cost_usd: number;
        steps: Record<
          string,
          {
            prompt: string;
            output: unknown;
            model: string;
            input_tokens: number;
            cost_usd: number;
          }
        >;
      };
      expect(source['customer']).toBe(`Jóhanna "Jó" ${row}`);
      expect(steps['ticket']?.prompt).toContain(`漏れる ${row}`);
      expect(steps['ticket']?.output).toMatchObject({
        urgency: expect.stringMatching(/^(low|medium|high)$/),
      });
      expect(steps['ticket']?.model).toMatch(/claude/);
      expect(steps['reply']?.model).toMatch(/llama/);
      expect(steps['reply']?.input_tokens).toBeGreaterThan(0);
      expect(cost).toBeGreaterThan(0);
    }
    // 120 records over 40 rows: every row three times.
    const uses = new Map<unknown, number>();
    for (const { seed_row: row } of records)
      uses.set(row, (uses.get(row) ?? 0) + 1);
    expect([...uses.values()]).toEqual(Array.from({ length: ROWS }, () => 3));

    const csv = await csvRows(
      (await api.download(job.jobId, 'CSV')).toString('utf8'),
    );
    expect(recordIndexes(csv)).toEqual(upTo(120));
    expect(csv[0]?.['seed.issue']).toContain('It leaks.\nEvery\tday — 漏れる');
    const parquet = await parquetRows(await api.download(job.jobId, 'PARQUET'));
    expect(recordIndexes(parquet)).toEqual(upTo(120));
  });

  it('accounts to the nano-dollar for what was billed', async () => {
    const user = await newUser(outputs);
    const api = new Api(outputs, user.accessToken);
    const template = await api.createTemplate(ticketTemplate);
    const seed = await api.uploadSeed('customers.csv', customersCsv());
    await simulator.reset();
    const { jobId } = await api.createJob(
      jobOver(template.templateId, seed.seedId, { records: 60 }),
    );
    expect((await api.jobEnd(jobId)).counts.accepted).toBe(60);

    const { items } = await api.expect(modelListSchema, 'GET', '/models');
    const { billed } = await simulator.stats();
    const billNanoUsd = Object.entries(billed.byModel).reduce(
      (sum, [modelId, { inputTokens, outputTokens }]) => {
        const model = items.find(
          (each) =>
            modelId.endsWith(each.modelId) || each.modelId.endsWith(modelId),
        );
        if (model === undefined)
          throw new Error(`${modelId} is not in the catalogue`);
        const { inputNanoUsdPerMillion, outputNanoUsdPerMillion } = model.price;
        return (
          sum +
          (inputTokens * inputNanoUsdPerMillion +
            outputTokens * outputNanoUsdPerMillion) /
            1_000_000
        );
      },
      0,
    );
    const { totals, ledger, job } = await api.dashboard(jobId);
    expect(totals.modelNanoUsd).toBe(billNanoUsd);
    expect(ledger.writtenOffNanoUsd).toBe(0);
    expect(ledger.reservedNanoUsd).toBe(0);
    expect(job.spentNanoUsd).toBe(ledger.settledNanoUsd);
    expect(job.spentNanoUsd).toBeGreaterThanOrEqual(billNanoUsd);
    expect(job.spentNanoUsd).toBeLessThanOrEqual(job.budgetNanoUsd);
  });

  it('answers a repeated request with the same job and refuses another one under the same key', async () => {
    const user = await newUser(outputs);
    const api = new Api(outputs, user.accessToken);
    const template = await api.createTemplate(ticketTemplate);
    const seed = await api.uploadSeed('customers.csv', customersCsv(3));
    const request = jobOver(template.templateId, seed.seedId, { records: 3 });
    const jobs = await Promise.all(
      [1, 2, 3].map(() => api.createJob(request, 'the same key')),
    );
    expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(1);
    const other = await api.call(
      'POST',
      '/jobs',
      { ...request, records: 4 },
      { 'idempotency-key': 'the same key' },
    );
    expect(other.status).toBe(409);
    expect(await api.jobEnd(jobs[0]?.jobId ?? '')).toMatchObject({
      status: 'COMPLETED',
    });
  });

  it('names file, row and path when seed data does not fit the template', async () => {
    const user = await newUser(outputs);
    const api = new Api(outputs, user.accessToken);
    const template = await api.createTemplate(ticketTemplate);
    const seed = await api.uploadSeed(
      'half.jsonl',
      '{"customer":"A","product":"B","issue":"C"}\n{"customer":"A","product":"B"}\n',
    );
    const refused = await api.call(
      'POST',
      '/jobs',
      jobOver(template.templateId, seed.seedId),
    );
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(refused.headers.get('content-type')).toContain(
      'application/problem+json',
    );
    expect(await refused.text()).toMatch(/half\.jsonl.*\\"issue\\".*rows? 2/s);
  });

  it('keeps users apart', async () => {
    const [owner, other] = await Promise.all([
      newUser(outputs),
      newUser(outputs),
    ]);
    const mine = new Api(outputs, owner.accessToken);
    const theirs = new Api(outputs, other.accessToken);
    const template = await mine.createTemplate(ticketTemplate);
    const seed = await mine.uploadSeed('customers.csv', customersCsv(3));
    const job = await mine.createJob(
      jobOver(template.templateId, seed.seedId, { records: 3 }),
    );
    for (const path of [
      `/templates/${template.templateId}`,
      `/seed-data/${seed.seedId}`,
      `/jobs/${job.jobId}`,
      `/jobs/${job.jobId}/records`,
      `/jobs/${job.jobId}/costs`,
      `/jobs/${job.jobId}/download`,
      `/dashboard/${job.jobId}`,
    ]) {
      expect([path, (await theirs.call('GET', path)).status]).toEqual([
        path,
        404,
      ]);
    }
    for (const [method, path] of [
      ['POST', `/jobs/${job.jobId}/cancel`],
      ['POST', `/jobs/${job.jobId}/resume`],
      ['DELETE', `/jobs/${job.jobId}`],
      ['DELETE', `/templates/${template.templateId}`],
      ['DELETE', `/seed-data/${seed.seedId}`],
    ] as const) {
      expect([path, (await theirs.call(method, path)).status]).toEqual([
        path,
        404,
      ]);
    }
    const stolen = await theirs.call(
      'POST',
      '/jobs',
      jobOver(template.templateId, seed.seedId),
    );
    expect(stolen.status).toBe(404);
    await mine.jobEnd(job.jobId);
  });
});
