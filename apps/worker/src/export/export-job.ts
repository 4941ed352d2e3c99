import { tmpdir } from 'node:os';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import { exportDataset, openSeedRows } from '@plot-palette/datasets';
import type { DatasetRecord, JobSnapshot } from '@plot-palette/domain';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import { readSnapshot } from '../read-snapshot';

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
  const rows = await openSeedRows({ objects, ...snapshot.seed });
  try {
    const { counts, files } = await exportDataset({
      jobId,
      formats: snapshot.request.formats,
      steps: snapshot.template.steps.filter(({ id }) =>
        Object.hasOwn(snapshot.models, id),
      ),
      ...(snapshot.template.columns && { columns: snapshot.template.columns }),
      accepted: () => recordsWith('accepted', objects, snapshot),
      rejected: () => recordsWith('rejected', objects, snapshot),
      seedRow: (row) => rows.row(row),
      sink: objects,
      tempDirectory,
    });
    log.info({ jobId, counts, files: files.length }, 'worker.job.exported');
  } finally {
    rows.close();
  }
}

/** In the order of shard, batch and line, which is the same at every export. */
async function* recordsWith<Status extends DatasetRecord['status']>(
  status: Status,
  objects: WorkerStores['objects'],
  { jobId, shards }: JobSnapshot,
): AsyncGenerator<Extract<DatasetRecord, { status: Status }>> {
  for (const { shard } of shards) {
    const stored = await readManifest(objects, jobId, shard);
    if (stored === undefined) continue;
    for await (const record of readRecords(objects, stored.manifest, status))
      yield record;
  }
}
