import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  orderedColumns,
  storageKeys,
  type AcceptedRecord,
  type DatasetColumn,
  type DatasetColumns,
  type ExportFile,
  type ExportFormat,
  type JsonObject,
  type RejectedRecord,
  type TemplateStep,
} from '@plot-palette/domain';
import { allDone } from './all-done';
import { CsvTable } from './csv-table';
import { datasetRow, rejectedRow, type DatasetRow } from './dataset-row';
import { mapAhead } from './map-ahead';
import { rowLine } from './row-line';
import type { ParquetType } from './parquet-type';
import { rowType } from './row-type';
import { readSpool, spoolRows, type Spool } from './spool';
import {
  uploadMeasured,
  type ExportSink,
  type Measured,
} from './upload-measured';
import { writeCsv } from './write-csv';
import { writeParquet } from './write-parquet';

/** Seed rows that are read at a time; a permutation of a large file is one request a row. */
const SEED_READS = 32;

const CONTENT_TYPES: Record<ExportFormat, string> = {
  JSONL: 'application/x-ndjson',
  CSV: 'text/csv; charset=utf-8',
  PARQUET: 'application/vnd.apache.parquet',
};

export interface DatasetExport {
  readonly jobId: string;
  /** At least one; the first counts when one is named twice. */
  readonly formats: readonly ExportFormat[];
  /** The template's, in its order. */
  readonly steps: readonly Pick<TemplateStep, 'id' | 'outputSchema'>[];
  /** Columns that stand before the others in every row. */
  readonly columns?: DatasetColumns;
  /** The records in the order that they shall have in the files. */
  readonly accepted: () => AsyncIterable<AcceptedRecord>;
  readonly rejected: () => AsyncIterable<RejectedRecord>;
  /** When given, every row carries the seed row that it came from. */
  readonly seedRow?: (row: number) => Promise<JsonObject>;
  readonly sink: ExportSink;
  /** Must have room for the rows as JSON, and for the Parquet file, when CSV or Parquet is among the formats. */
  readonly tempDirectory: string;
}

export interface RejectedFile extends Measured {
  readonly key: string;
  readonly rows: number;
}

export interface ExportedDataset {
  /** In the order of the formats asked for. */
  readonly files: ExportFile[];
  readonly rejected: RejectedFile;
  readonly counts: { readonly accepted: number; readonly rejected: number };
}

/**
 * Writes a job's dataset in every format at once, its rejected records, and last the manifest that says what was
 * written. In constant memory; two exports of one job have the same bytes in JSONL and CSV, and the same rows in Parquet.
 */
export async function exportDataset(
  request: DatasetExport,
): Promise<ExportedDataset> {
  const { jobId, tempDirectory, sink } = request;
  const directory = await mkdtemp(join(tempDirectory, 'export-'));
  try {
    const [files, rejected] = await allDone<[ExportFile[], RejectedFile]>([
      exportAccepted(request, directory),
      exportRejected(request),
    ]);
    const counts = { accepted: files[0]?.rows ?? 0, rejected: rejected.rows };
    const exported = { files, rejected, counts };
    const manifest = { schemaVersion: 1, jobId, ...exported };
    await uploadMeasured(
      sink,
      storageKeys.exportManifest(jobId),
      'application/json',
      once(`${JSON.stringify(manifest, null, 2)}\n`),
    );
    return exported;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function exportAccepted(
  request: DatasetExport,
  directory: string,
): Promise<ExportFile[]> {
  const formats = [...new Set(request.formats)];
  const rows = acceptedRows(request);
  if (formats.every((format) => format === 'JSONL'))
    return [await streamJsonl(request, rows)];
  const hasSeed = request.seedRow !== undefined;
  const table = new CsvTable(request.steps, hasSeed, columnsOf(request));
  const type = rowType(request.steps, hasSeed, columnsOf(request));
  const spool = await spoolRows(join(directory, 'rows.jsonl'), rows, (row) => {
    table.observe(row);
    type.observe(row);
  });
  return allDone(
    formats.map(async (format) => {
      const content = await contentOf(format, spool, table, type, directory);
      const measured = await upload(request, format, content);
      return exportFile(request.jobId, format, spool.rows, measured);
    }),
  );
}

async function contentOf(
  format: ExportFormat,
  spool: Spool,
  table: CsvTable,
  type: ParquetType,
  directory: string,
): Promise<AsyncIterable<Uint8Array>> {
  switch (format) {
    case 'JSONL':
      return createReadStream(spool.path);
    case 'CSV':
      return writeCsv(table, readSpool(spool));
    case 'PARQUET': {
      const path = join(directory, 'dataset.parquet');
      await writeParquet(spool, type, path, directory);
      return createReadStream(path);
    }
  }
}

/** JSONL alone needs no disk. */
async function streamJsonl(
  request: DatasetExport,
  rows: AsyncIterable<DatasetRow>,
): Promise<ExportFile> {
  let count = 0;
  async function* content(): AsyncGenerator<string> {
    for await (const row of rows) {
      count += 1;
      yield rowLine(row).line;
    }
  }
  const measured = await upload(request, 'JSONL', content());
  return exportFile(request.jobId, 'JSONL', count, measured);
}

async function exportRejected(request: DatasetExport): Promise<RejectedFile> {
  const key = storageKeys.rejectedExport(request.jobId);
  let rows = 0;
  async function* content(): AsyncGenerator<string> {
    const records = mapAhead(request.rejected(), SEED_READS, async (record) =>
      rejectedRow(record, await request.seedRow?.(record.seedRow)),
    );
    for await (const row of records) {
      rows += 1;
      yield rowLine(row).line;
    }
  }
  const measured = await uploadMeasured(
    request.sink,
    key,
    CONTENT_TYPES.JSONL,
    content(),
  );
  return { key, rows, ...measured };
}

function acceptedRows(request: DatasetExport): AsyncIterable<DatasetRow> {
  const stepIds = request.steps.map(({ id }) => id);
  const columns = columnsOf(request);
  return mapAhead(request.accepted(), SEED_READS, async (record) =>
    datasetRow(
      record,
      stepIds,
      await request.seedRow?.(record.seedRow),
      columns,
    ),
  );
}

function columnsOf({ columns = {}, steps }: DatasetExport): DatasetColumn[] {
  return orderedColumns(columns, steps);
}

function upload(
  { jobId, sink }: DatasetExport,
  format: ExportFormat,
  content: AsyncIterable<string | Uint8Array>,
): Promise<Measured> {
  const key = storageKeys.export(jobId, format);
  return uploadMeasured(sink, key, CONTENT_TYPES[format], content);
}

function exportFile(
  jobId: string,
  format: ExportFormat,
  rows: number,
  measured: Measured,
): ExportFile {
  return { format, key: storageKeys.export(jobId, format), rows, ...measured };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
