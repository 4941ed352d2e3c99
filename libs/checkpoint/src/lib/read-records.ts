import {
  includesIndex,
  type DatasetRecord,
  type Manifest,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';
import { linesOf } from './lines';

/**
 * The records of a shard that ended so, in the order of its manifest, each index once, in constant memory.
 * Lines are trusted: the manifest names only objects that a worker wrote complete.
 */
export async function* readRecords<Status extends DatasetRecord['status']>(
  objects: Pick<CheckpointObjects, 'stream'>,
  manifest: Pick<Manifest, 'batches'>,
  status: Status,
): AsyncGenerator<Extract<DatasetRecord, { status: Status }>> {
  for (const batch of manifest.batches) {
    if (batch[status].length === 0) continue;
    const chunks: AsyncIterable<Uint8Array> = await objects.stream(batch.key);
    for await (const line of linesOf(chunks)) {
      const record = JSON.parse(line) as DatasetRecord;
      // An index that is not in the list is a double, which another batch has won.
      if (
        hasStatus(record, status) &&
        includesIndex(batch[status], record.index)
      )
        yield record;
    }
  }
}

function hasStatus<Status extends DatasetRecord['status']>(
  record: DatasetRecord,
  status: Status,
): record is Extract<DatasetRecord, { status: Status }> {
  return record.status === status;
}
