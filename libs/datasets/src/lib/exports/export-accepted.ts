import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  orderedColumns,
  storageKeys,
  type ExportFile,
  type ExportFormat,
} from '@plot-palette/domain';
import { allDone } from './all-done';
import type { Column } from './column-type';
import { createdRows, type CreatedRow } from './created-rows';
import { CsvTable } from './csv-table';
import type { DatasetExport } from './export-dataset';
import { LineBytes } from './line-bytes';
import type { ParquetType } from './parquet-type';
import { Partitioner } from './partitioner';
import { rowLine } from './row-line';
import { rowType } from './row-type';
import { readSpool, readSpoolBytes, type SpoolFile } from './spool-file';
import { spoolRows, type Partition } from './spool-rows';
import { CONTENT_TYPES, uploadMeasured } from './upload-measured';
import { writeCsv } from './write-csv';
import { writeParquet } from './write-parquet';

const CHUNK_BYTES = 262_144;

export interface AcceptedExport {
  readonly files: ExportFile[];
  readonly rows: number;
  /** Of every file, partitioned or not, as far as its format has types. */
  readonly columns: readonly Column[];
}

/** Writes the accepted records, and the others to `rejected`: the formats at the same time, the partitions of a format one after the other. */
export async function exportAccepted(
  request: DatasetExport,
  rejected: SpoolFile,
  directory: string,
): Promise<AcceptedExport> {
  const { steps, seedRow, partitioning } = request;
  const formats = [...new Set(request.formats)];
  const columns = orderedColumns(request.columns ?? {}, steps);
  const rows = createdRows(
    request.records(),
    steps,
    seedRow,
    columns,
    rejected,
  );
  const hasSeed = seedRow !== undefined;
  const type = rowType(steps, hasSeed, columns);
  if (
    partitioning === undefined &&
    formats.every((format) => format === 'JSONL')
  )
    return streamJsonl(request, rows, type);
  const table = new CsvTable(steps, hasSeed, columns);
  const partitions = await spoolRows(
    directory,
    rows,
    (row) => {
      if (formats.includes('CSV')) table.observe(row);
      type.observe(row);
    },
    partitioning && new Partitioner(partitioning),
  );
  const spooled = { partitions, table, columns: type.columns(), directory };
  const files = await allDone<ExportFile[][]>(
    formats.map((format) => exportFormat(request, format, spooled)),
  );
  return {
    files: files.flat(),
    rows: partitions.reduce((sum, { spool }) => sum + spool.rows, 0),
    columns: spooled.columns,
  };
}

interface Spooled {
  readonly partitions: readonly Partition[];
  readonly table: CsvTable;
  readonly columns: readonly Column[];
  readonly directory: string;
}

async function exportFormat(
  { jobId, sink }: DatasetExport,
  format: ExportFormat,
  spooled: Spooled,
): Promise<ExportFile[]> {
  const files: ExportFile[] = [];
  for (const partition of spooled.partitions) {
    const { directory, spool } = partition;
    const key = storageKeys.export(jobId, format, directory);
    const content = contentOf(format, partition, spooled);
    const measured = await uploadMeasured(
      sink,
      key,
      CONTENT_TYPES[format],
      content,
    );
    files.push({
      format,
      ...(directory === undefined ? {} : { partition: directory }),
      key,
      rows: spool.rows,
      ...measured,
    });
  }
  return files;
}

function contentOf(
  format: ExportFormat,
  { spool }: Partition,
  { table, columns, directory }: Spooled,
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'JSONL':
      return readSpoolBytes(spool);
    case 'CSV':
      return writeCsv(table, readSpool(spool));
    case 'PARQUET':
      return parquetContent(spool, columns, directory);
  }
}

async function* parquetContent(
  spool: Partition['spool'],
  columns: readonly Column[],
  directory: string,
): AsyncGenerator<Uint8Array> {
  const path = join(directory, 'dataset.parquet');
  await writeParquet(spool, columns, path, directory);
  yield* createReadStream(path) as AsyncIterable<Buffer>;
  await rm(path);
}

/** A single JSONL file needs no disk. */
async function streamJsonl(
  { jobId, sink }: DatasetExport,
  rows: AsyncIterable<CreatedRow>,
  type: ParquetType,
): Promise<AcceptedExport> {
  let count = 0;
  async function* content(): AsyncGenerator<Uint8Array> {
    const lines = new LineBytes(CHUNK_BYTES);
    for await (const { row } of rows) {
      const written = rowLine(row);
      type.observe(written.row);
      count += 1;
      const full = lines.append(written.line);
      if (full !== undefined) yield full;
    }
    yield lines.take();
  }
  const key = storageKeys.export(jobId, 'JSONL');
  const measured = await uploadMeasured(
    sink,
    key,
    CONTENT_TYPES.JSONL,
    content(),
  );
  const file: ExportFile = { format: 'JSONL', key, rows: count, ...measured };
  return { files: [file], rows: count, columns: type.columns() };
}
