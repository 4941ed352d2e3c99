import { tmpdir } from 'node:os';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import {
  exportDataset,
  openSeedRows,
  type Partitioning,
} from '@plot-palette/datasets';
import type {
  DatasetRecord,
  JobSnapshot,
  Manifest,
} from '@plot-palette/domain';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import { readSnapshot } from '../read-snapshot';
import { originOf } from './dataset-origin';

export interface ExportContext {
  readonly objects: WorkerStores['objects'];
  readonly log: Log;
  readonly jobId: string;
  readonly tempDirectory?: string;
}

/**
 * Writes what the manifests name, in every format asked for, and a manifest of the files for the function that finishes
 * the job. However the job ended: what was paid for is exported.
 */
export async function exportJob(context: ExportContext): Promise<void> {
  const { objects, log, jobId, tempDirectory = tmpdir() } = context;
  const snapshot = await readSnapshot(objects, jobId);
  const manifests = await readManifests(objects, snapshot);
  const partitioning = partitioningOf(snapshot);
  const rows = await openSeedRows({ objects, ...snapshot.seed });
  try {
    const { counts, files } = await exportDataset({
      jobId,
      asked: snapshot.request.records,
      origin: originOf(snapshot, manifests),
      formats: snapshot.request.formats,
      ...(partitioning === undefined ? {} : { partitioning }),
      steps: snapshot.template.steps.filter(({ id }) =>
        Object.hasOwn(snapshot.models, id),
      ),
      ...(snapshot.template.columns && { columns: snapshot.template.columns }),
      records: () => recordsOf(objects, manifests),
      seedRow: (row) => rows.row(row),
      sink: objects,
      tempDirectory,
    });
    log.info({ jobId, counts, files: files.length }, 'worker.job.exported');
  } finally {
    rows.close();
  }
}

/** In the order of their shards; those that have one. */
async function readManifests(
  objects: WorkerStores['objects'],
  { jobId, shards }: JobSnapshot,
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const { shard } of shards) {
    const stored = await readManifest(objects, jobId, shard);
    if (stored !== undefined) manifests.push(stored.manifest);
  }
  return manifests;
}

function partitioningOf({
  request: { partitionBy, categoryPath },
  template,
}: JobSnapshot): Partitioning | undefined {
  if (partitionBy !== 'category') return partitionBy && { by: partitionBy };
  return {
    by: partitionBy,
    category: template.category,
    ...(categoryPath === undefined ? {} : { path: categoryPath }),
  };
}

/** In the order of shard, batch and line, which is the same at every export. */
async function* recordsOf(
  objects: WorkerStores['objects'],
  manifests: readonly Manifest[],
): AsyncGenerator<DatasetRecord> {
  for (const manifest of manifests) yield* readRecords(objects, manifest);
}
