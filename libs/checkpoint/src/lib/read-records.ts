import {
  includesIndex,
  type DatasetRecord,
  type Manifest,
  type ManifestEntry,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';
import { linesOf } from './lines';
import { isRun, objectKeysOf } from './manifest-entries';

/**
 * The records of a shard that ended so, or all of them, in the order of its manifest, each index once, in constant memory;
 * every object is read once. Lines are trusted: the manifest names only objects that a worker wrote complete.
 */
export async function* readRecords<
  Status extends DatasetRecord['status'] = DatasetRecord['status'],
>(
  objects: Pick<CheckpointObjects, 'stream'>,
  manifest: Pick<Manifest, 'batches'>,
  status?: Status,
): AsyncGenerator<Extract<DatasetRecord, { status: Status }>> {
  for (const entry of manifest.batches)
    for (const key of keysWith(entry, status)) {
      const chunks: AsyncIterable<Uint8Array> = await objects.stream(key);
      for await (const lines of linesOf(chunks))
        for (const line of lines) {
          const record = JSON.parse(line) as DatasetRecord;
          // An index that is not in the list is a double, which another batch has won.
          if (
            hasStatus(record, status) &&
            includesIndex(entry[record.status], record.index)
          )
            yield record;
        }
    }
}

/** The objects that may hold such records. */
function keysWith(
  entry: ManifestEntry,
  status: DatasetRecord['status'] | undefined,
): string[] {
  if (status === undefined) return objectKeysOf(entry);
  if (entry[status].length === 0) return [];
  return isRun(entry)
    ? entry.segments
        .filter((segment) => segment[status] > 0)
        .map(({ key }) => key)
    : [entry.key];
}

function hasStatus<Status extends DatasetRecord['status']>(
  record: DatasetRecord,
  status: Status | undefined,
): record is Extract<DatasetRecord, { status: Status }> {
  return status === undefined || record.status === status;
}
