import {
  includesIndex,
  type BatchEntry,
  type DatasetRecord,
  type Manifest,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';
import { linesOf } from './lines';

/**
 * The records of a shard in the order of its manifest, each index once, in constant memory.
 * Lines are trusted: the manifest names only objects that a worker wrote complete.
 */
export async function* readRecords(
  objects: Pick<CheckpointObjects, 'stream'>,
  manifest: Pick<Manifest, 'batches'>,
): AsyncGenerator<DatasetRecord> {
  for (const batch of manifest.batches) {
    if (batch.accepted.length + batch.rejected.length === 0) continue;
    const chunks: AsyncIterable<Uint8Array> = await objects.stream(batch.key);
    for await (const line of linesOf(chunks)) {
      const record = JSON.parse(line) as DatasetRecord;
      if (counts(record, batch)) yield record;
    }
  }
}

/** False for a double whose index another batch has won. */
function counts({ status, index }: DatasetRecord, batch: BatchEntry): boolean {
  return includesIndex(batch[status], index);
}
