import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  storageKeys,
  type DatasetColumns,
  type DatasetRecord,
  type ExportFile,
  type ExportFormat,
  type JsonObject,
  type RecordCounts,
  type TemplateStep,
} from '@plot-palette/domain';
import { datasetCard, type DatasetOrigin } from './dataset-card';
import { exportAccepted, type AcceptedExport } from './export-accepted';
import { exportManifest } from './export-manifest';
import type { Partitioning } from './partitioner';
import { SpoolFile } from './spool-file';
import {
  uploadMeasured,
  type ExportSink,
  type Measured,
} from './upload-measured';
import { uploadRejected, type RejectedFile } from './upload-rejected';

export interface DatasetExport {
  readonly jobId: string;
  /** Records that the job was asked for. */
  readonly asked: number;
  readonly origin: DatasetOrigin;
  /** At least one; the first counts when one is named twice. */
  readonly formats: readonly ExportFormat[];
  /** One file a format when absent. */
  readonly partitioning?: Partitioning;
  /** The template's, in its order. */
  readonly steps: readonly Pick<TemplateStep, 'id' | 'outputSchema'>[];
  /** Columns that stand before the others in every row. */
  readonly columns?: DatasetColumns;
  /** In the order that they shall have in the files. */
  readonly records: () => AsyncIterable<DatasetRecord>;
  /** When given, every row carries the seed row that it came from. */
  readonly seedRow?: (row: number) => Promise<JsonObject>;
  readonly sink: ExportSink;
  /** Must have room for the rejected rows as JSON and, unless a single JSONL file is all that is asked for, for the others and the Parquet file. */
  readonly tempDirectory: string;
}

export interface ExportedDataset {
  /** In the order of the formats asked for, and of the partitions' names. */
  readonly files: ExportFile[];
  readonly rejected: RejectedFile;
  readonly counts: RecordCounts;
}

/**
 * Writes a job's dataset in every format at once, its rejected records, a card that describes it, and last the manifest
 * that says what was written. In constant memory; two exports of one job have the same bytes in all but Parquet, and the
 * same rows in the same order there.
 */
export async function exportDataset(
  request: DatasetExport,
): Promise<ExportedDataset> {
  const { jobId, tempDirectory, sink } = request;
  const directory = await mkdtemp(join(tempDirectory, 'export-'));
  try {
    const { accepted, rejected } = await exportRows(request, directory);
    const counts = countsOf(request.asked, accepted.rows, rejected.rows);
    const contents = { ...accepted, rejected, counts };
    const cardKey = storageKeys.datasetCard(jobId);
    const card = {
      key: cardKey,
      ...(await uploadText(
        sink,
        cardKey,
        'text/markdown; charset=utf-8',
        datasetCard(request, contents),
      )),
    };
    await uploadText(
      sink,
      storageKeys.exportManifest(jobId),
      'application/json',
      exportManifest(request, contents, card),
    );
    return { files: accepted.files, rejected, counts };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function exportRows(
  request: DatasetExport,
  directory: string,
): Promise<{ accepted: AcceptedExport; rejected: RejectedFile }> {
  const spool = await SpoolFile.create(join(directory, 'rejected.jsonl'));
  try {
    const accepted = await exportAccepted(request, spool, directory);
    await spool.flush();
    return { accepted, rejected: await uploadRejected(request, spool) };
  } finally {
    await spool.close();
  }
}

function countsOf(
  asked: number,
  accepted: number,
  rejected: number,
): RecordCounts {
  const notAttempted = Math.max(0, asked - accepted - rejected);
  return { accepted, rejected, notAttempted };
}

function uploadText(
  sink: ExportSink,
  key: string,
  contentType: string,
  text: string,
): Promise<Measured> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  return uploadMeasured(sink, key, contentType, content());
}
