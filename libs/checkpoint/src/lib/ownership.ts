import {
  subtractRanges,
  unionRanges,
  type IndexRanges,
  type ManifestEntry,
} from '@plot-palette/domain';
import { compareBatches } from './batch-key';

/**
 * Sorts the entries and gives every index to one of them: an accepted record beats a rejected one, of two accepted ones
 * the lower fence and sequence wins, of two rejected ones the higher: it was made again. The result depends on the set of
 * entries only, so that every merge agrees.
 */
export function resolveOwnership(
  entries: readonly ManifestEntry[],
): ManifestEntry[] {
  const sorted = [...entries].sort(compareBatches);
  let taken: IndexRanges = [];
  const claim = (ranges: IndexRanges): IndexRanges => {
    const won = subtractRanges(ranges, taken);
    taken = unionRanges(taken, won);
    return won;
  };
  const accepted = sorted.map((entry) => claim(entry.accepted));
  const rejected = sorted
    .toReversed()
    .map((entry) => claim(entry.rejected))
    .toReversed();
  return sorted.map((entry, position) => ({
    ...entry,
    accepted: accepted[position] ?? [],
    rejected: rejected[position] ?? [],
  }));
}

/** Takes from older rejections what newer batches decide: their records were made again. */
export function overruled(
  entries: readonly ManifestEntry[],
  batches: readonly ManifestEntry[],
): ManifestEntry[] {
  const decided = doneRanges(batches);
  return entries.map((entry) =>
    entry.rejected.length === 0
      ? entry
      : { ...entry, rejected: subtractRanges(entry.rejected, decided) },
  );
}

/**
 * Every index that some batch decides: what need not be done again. Rejections by owners up to `retriedFence` decide
 * nothing: the job was resumed since to make those records again.
 */
export function doneRanges(
  entries: readonly ManifestEntry[],
  retriedFence = 0,
): IndexRanges {
  return unionAll(
    entries.flatMap(({ fence, accepted, rejected }) =>
      fence > retriedFence ? [accepted, rejected] : [accepted],
    ),
  );
}

function unionAll(ranges: readonly IndexRanges[]): IndexRanges {
  return unionRanges(ranges.flat(), []);
}
