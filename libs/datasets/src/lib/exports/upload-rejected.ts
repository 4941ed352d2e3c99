import { storageKeys } from '@plot-palette/domain';
import type { DatasetExport } from './export-dataset';
import { readSpoolBytes, type Spool } from './spool-file';
import {
  CONTENT_TYPES,
  uploadMeasured,
  type Measured,
} from './upload-measured';

export interface RejectedFile extends Measured {
  readonly key: string;
  readonly rows: number;
}

/** Writes `rejected.jsonl`, also when it is empty. */
export async function uploadRejected(
  { jobId, sink }: Pick<DatasetExport, 'jobId' | 'sink'>,
  spool: Spool,
): Promise<RejectedFile> {
  const key = storageKeys.rejectedExport(jobId);
  const content = readSpoolBytes(spool);
  const measured = await uploadMeasured(
    sink,
    key,
    CONTENT_TYPES.JSONL,
    content,
  );
  return { key, rows: spool.rows, ...measured };
}
