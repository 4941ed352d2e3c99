import type { BatchEntry, ManifestEntry } from '@plot-palette/domain';
import { looseBatches } from './manifest-entries';

/** Batches that make a compaction due, and that one segment holds at most. */
export const SEGMENT_BATCHES = 200;
/** A segment is put together in memory and written by one conditional request; a larger batch is a segment by itself. */
export const SEGMENT_BYTES = 16 * 1024 * 1024;

export interface SegmentLimits {
  readonly batches: number;
  readonly bytes: number;
}

/** Sorts the batches that are in no segment yet into segments: each of one owner's consecutive batches. */
export function planSegments(
  entries: readonly ManifestEntry[],
  limits: SegmentLimits,
): BatchEntry[][] {
  const plans: BatchEntry[][] = [];
  let bytes = 0;
  for (const batch of looseBatches(entries)) {
    const plan = plans.at(-1);
    const last = plan?.at(-1);
    const follows = last?.fence === batch.fence && last.seq + 1 === batch.seq;
    const fits =
      plan !== undefined &&
      plan.length < limits.batches &&
      bytes + batch.bytes <= limits.bytes;
    if (follows && fits) plan.push(batch);
    else plans.push([batch]);
    bytes = follows && fits ? bytes + batch.bytes : batch.bytes;
  }
  return plans;
}
