import { storageKeys } from '@plot-palette/domain';
import { SEED_READS } from './created-rows';
import { rejectedRow } from './dataset-row';
import type { DatasetExport } from './export-dataset';
import { mapAhead } from './map-ahead';
import { rowLine } from './row-line';
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
export async function exportRejected(
  request: Pick<DatasetExport, 'jobId' | 'rejected' | 'seedRow' | 'sink'>,
): Promise<RejectedFile> {
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
