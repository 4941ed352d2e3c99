import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { parseString } from 'fast-csv';
import {
  EMPTY_TOTALS,
  storageKeys,
  type AcceptedRecord,
  type ExportFormat,
  type JsonObject,
  type JsonValue,
  type RejectedRecord,
} from '@plot-palette/domain';
import type { DatasetOrigin } from './dataset-card';
import {
  exportDataset,
  type DatasetExport,
  type ExportedDataset,
} from './export-dataset';
import type { ExportSink } from './upload-measured';

export const JOB_ID = '5d1b8a2e-93c6-4a53-8a7e-2d2f0a6e9b10';
export const ALL_FORMATS: readonly ExportFormat[] = ['JSONL', 'CSV', 'PARQUET'];

export function accepted(
  index: number,
  outputs: Readonly<Record<string, JsonValue>>,
  overrides: Partial<AcceptedRecord> = {},
): AcceptedRecord {
  const ids = Object.keys(outputs);
  return {
    status: 'accepted',
    index,
    seedRow: index,
    attempts: 1,
    costNanoUsd: 1_520 * ids.length,
    createdAt: '2026-11-21T09:00:00.000Z',
    steps: Object.fromEntries(
      ids.map((id) => [
        id,
        {
          // Its own type is that of `z.json()`, which is not readonly.
          output: outputs[id] as AcceptedRecord['steps'][string]['output'],
          model: 'llama-3.1-8b',
          inputTokens: 20,
          outputTokens: 30,
          costNanoUsd: 1_520,
          latencyMs: 12,
          stopReason: 'end_turn',
        },
      ]),
    ),
    prompts: Object.fromEntries(ids.map((id) => [id, `Prompt of ${id}`])),
    ...overrides,
  };
}

export function rejected(
  index: number,
  overrides: Partial<RejectedRecord> = {},
): RejectedRecord {
  return {
    status: 'rejected',
    index,
    seedRow: index,
    attempts: 3,
    costNanoUsd: 4_560,
    createdAt: '2026-11-21T09:00:00.000Z',
    step: 'answer',
    reason: 'no JSON',
    lastRawOutput: 'Sure! "…"',
    ...overrides,
  };
}

export const ORIGIN: DatasetOrigin = {
  jobName: 'Tickets',
  templateName: 'Ticket',
  templateVersion: 3,
  seedName: 'complaints',
  seedRows: 10,
  models: { question: 'nova-lite', answer: 'llama-3.1-8b' },
  totals: {
    ...EMPTY_TOTALS,
    modelNanoUsd: 1_520_000,
    infrastructureNanoUsd: 20_000_000,
  },
};

export async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

/** Keeps uploads in memory, as the bucket does: all or nothing. */
export class MemorySink implements ExportSink {
  readonly contents = new Map<string, Buffer>();
  readonly contentTypes = new Map<string, string>();

  async upload(
    key: string,
    content: Readable,
    contentType: string,
  ): Promise<void> {
    const bytes = await buffer(content);
    this.contents.set(key, bytes);
    this.contentTypes.set(key, contentType);
  }

  bytes(key: string): Buffer {
    const content = this.contents.get(key);
    if (content === undefined) throw new Error(`${key} was not uploaded.`);
    return content;
  }
}

export interface TestExport extends ExportedDataset {
  readonly sink: MemorySink;
  readonly jsonl: JsonObject[];
  readonly csv: Record<string, string>[];
  readonly parquet: Json[];
  readonly parquetTypes: Record<string, string>;
}

type TestRequest = Partial<Omit<DatasetExport, 'records'>> & {
  readonly accepted?: readonly AcceptedRecord[];
  readonly rejected?: readonly RejectedRecord[];
};

/** Exports to memory, and reads back what was written with the readers that users have. */
export async function exported({
  accepted: acceptedRecords = [],
  rejected: rejectedRecords = [],
  ...request
}: TestRequest): Promise<TestExport> {
  return inTempDirectory(async (tempDirectory) => {
    const sink = new MemorySink();
    const result = await exportDataset({
      jobId: JOB_ID,
      asked: acceptedRecords.length + rejectedRecords.length,
      origin: ORIGIN,
      formats: ALL_FORMATS,
      steps: [{ id: 'answer' }],
      sink,
      tempDirectory,
      ...request,
      records: () => each([...acceptedRecords, ...rejectedRecords]),
    });
    const bytes = (format: ExportFormat): Buffer =>
      sink.contents.get(storageKeys.export(JOB_ID, format)) ?? Buffer.alloc(0);
    const parquet = await readParquet(tempDirectory, bytes('PARQUET'));
    return {
      ...result,
      sink,
      jsonl: jsonLines(bytes('JSONL')),
      csv: await readCsv(bytes('CSV')),
      parquet: parquet.rows,
      parquetTypes: parquet.types,
    };
  });
}

export async function inTempDirectory<Result>(
  run: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "datasets o'test-"));
  try {
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function jsonLines(content: Buffer): JsonObject[] {
  return content
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function readCsv(content: Buffer): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  await new Promise<void>((resolve, reject) => {
    parseString<Record<string, string>, Record<string, string>>(
      content.toString(),
      { headers: true, strictColumnHandling: true },
    )
      .on('error', reject)
      .on('data-invalid', (row) => reject(new Error(`bad row ${row}`)))
      .on('data', (row: Record<string, string>) => rows.push(row))
      .on('end', () => resolve());
  });
  return rows;
}

async function readParquet(
  directory: string,
  content: Buffer,
): Promise<{ rows: Json[]; types: Record<string, string> }> {
  if (content.length === 0) return { rows: [], types: {} };
  const path = join(directory, 'read.parquet');
  await writeFile(path, content);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = `'${path.replaceAll("'", "''")}'`;
  const reader = await connection.runAndReadAll(`FROM ${file}`);
  const types = Object.fromEntries(
    reader
      .columnNames()
      .map((name, column) => [name, String(reader.columnType(column))]),
  );
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return { rows, types };
}
