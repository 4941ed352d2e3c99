import {
  addUsageByModel,
  countIndexes,
  unionRanges,
  type BatchEntry,
  type ManifestEntry,
  type SegmentRun,
} from '@plot-palette/domain';
import { isRun, lastSeqOf } from './manifest-entries';

/** A segment object that is written and waits for a manifest to name it. */
export interface WrittenSegment {
  readonly key: string;
  /** Of the batches in it. */
  readonly fence: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Puts segments in the place of their batches. What the batches say is taken as it is now, not as it was when the segment
 * was written: they may have lost an index since. No two of them may count the same index, as no owner makes one twice and
 * doubles of others are resolved when they are merged in. A segment whose batches are not all there is left out.
 */
export function foldSegments(
  entries: readonly ManifestEntry[],
  segments: readonly WrittenSegment[],
): ManifestEntry[] {
  return segments.reduce<ManifestEntry[]>(foldOne, [...entries]);
}

function foldOne(
  entries: ManifestEntry[],
  segment: WrittenSegment,
): ManifestEntry[] {
  const { fence, first, last } = segment;
  const start = entries.findIndex(
    (entry) => entry.fence === fence && entry.seq === first,
  );
  const size = last - first + 1;
  const batches = entries
    .slice(start, start + size)
    .filter(
      (entry, position): entry is BatchEntry =>
        !isRun(entry) &&
        entry.fence === fence &&
        entry.seq === first + position,
    );
  if (start < 0 || batches.length < size) return entries;
  const run = runOf(segment, batches);
  const before = entries[start - 1];
  const continues =
    before !== undefined &&
    isRun(before) &&
    before.fence === fence &&
    lastSeqOf(before) + 1 === first;
  return [
    ...entries.slice(0, continues ? start - 1 : start),
    continues ? joined(before, run) : run,
    ...entries.slice(start + size),
  ];
}

function runOf(
  { key, fence, first, last }: WrittenSegment,
  batches: readonly BatchEntry[],
): SegmentRun {
  const accepted = unionRanges(
    batches.flatMap((batch) => batch.accepted),
    [],
  );
  const rejected = unionRanges(
    batches.flatMap((batch) => batch.rejected),
    [],
  );
  const counts = {
    accepted: countIndexes(accepted),
    rejected: countIndexes(rejected),
  };
  return {
    fence,
    seq: first,
    segments: [{ key, lastSeq: last, ...counts }],
    accepted,
    rejected,
    attempts: batches.reduce((sum, { attempts }) => sum + attempts, 0),
    usage: batches.map(({ usage }) => usage).reduce(addUsageByModel, {}),
    resentNanoUsd: batches.reduce(
      (sum, { resentNanoUsd }) => sum + resentNanoUsd,
      0,
    ),
  };
}

function joined(before: SegmentRun, run: SegmentRun): SegmentRun {
  return {
    fence: before.fence,
    seq: before.seq,
    segments: [...before.segments, ...run.segments],
    accepted: unionRanges(before.accepted, run.accepted),
    rejected: unionRanges(before.rejected, run.rejected),
    attempts: before.attempts + run.attempts,
    usage: addUsageByModel(before.usage, run.usage),
    resentNanoUsd: before.resentNanoUsd + run.resentNanoUsd,
  };
}
