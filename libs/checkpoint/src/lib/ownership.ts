import {
  subtractRanges,
  unionRanges,
  type IndexRanges,
  type ManifestEntry,
} from '@plot-palette/domain';
import { compareBatches } from './batch-key';

/**
 * Sorts the entries and gives every index to one of them: an accepted record beats a rejected one, and of two alike the
 * lower fence and sequence wins. The result depends on the set of entries only, so that every merge agrees.
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
  const rejected = sorted.map((entry) => claim(entry.rejected));
  return sorted.map((entry, position) => ({
    ...entry,
    accepted: accepted[position] ?? [],
    rejected: rejected[position] ?? [],
  }));
}

/** Every index that some batch decides: what need not be done again. */
export function doneRanges(entries: readonly ManifestEntry[]): IndexRanges {
  return unionAll(
    entries.flatMap(({ accepted, rejected }) => [accepted, rejected]),
  );
}

function unionAll(ranges: readonly IndexRanges[]): IndexRanges {
  return unionRanges(ranges.flat(), []);
}
