import type {
  BatchEntry,
  ManifestEntry,
  SegmentRun,
} from '@plot-palette/domain';
import type { BatchName } from './batch-key';

export function isRun(entry: ManifestEntry): entry is SegmentRun {
  return 'segments' in entry;
}

/** The batches that no segment holds yet. */
export function looseBatches(entries: readonly ManifestEntry[]): BatchEntry[] {
  return entries.filter((entry): entry is BatchEntry => !isRun(entry));
}

/** The sequence number of an entry's last batch. */
export function lastSeqOf(entry: ManifestEntry): number {
  return isRun(entry) ? (entry.segments.at(-1)?.lastSeq ?? 0) : entry.seq;
}

/** True when every batch of `inner` is one of `outer`'s. */
export function covers(outer: ManifestEntry, inner: ManifestEntry): boolean {
  return includesBatch(outer, inner) && lastSeqOf(outer) >= lastSeqOf(inner);
}

export function includesBatch(
  entry: ManifestEntry,
  { fence, seq }: BatchName,
): boolean {
  return entry.fence === fence && entry.seq <= seq && seq <= lastSeqOf(entry);
}

/** The objects that hold an entry's lines, in their order. */
export function objectKeysOf(entry: ManifestEntry): string[] {
  return isRun(entry) ? entry.segments.map(({ key }) => key) : [entry.key];
}
