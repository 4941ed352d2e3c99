import {
  CheckpointConflict,
  totalUsage,
  unionRanges,
  type HolderSpend,
  type Manifest,
  type ManifestEntry,
} from '@plot-palette/domain';
import { covers, lastSeqOf } from './manifest-entries';
import { totalsOf } from './manifest-totals';
import { resolveOwnership } from './ownership';

type Contents = Pick<
  Manifest,
  'batches' | 'holders' | 'frontier' | 'resentRecords' | 'resent'
>;

/**
 * The union of what two versions of a manifest know. Batches are immutable and spending only grows, so nothing that was
 * ever written is lost, whoever wrote last.
 */
export function mergeContents(found: Contents, own: Contents): Contents {
  return {
    batches: resolveOwnership(unionOf(found.batches, own.batches)),
    holders: unionBy(
      found.holders,
      own.holders,
      ({ fence }) => String(fence),
      later,
    ).sort((x, y) => x.fence - y.fence),
    frontier: own.frontier,
    resentRecords: Math.max(found.resentRecords, own.resentRecords),
    resent: unionRanges(found.resent, own.resent),
  };
}

/** The next version of a manifest with these contents, as its owner writes it. */
export function nextManifest(
  identity: Pick<Manifest, 'jobId' | 'shard' | 'fence'>,
  contents: Contents,
  previousVersion: number,
  now: string,
): Manifest {
  return {
    schemaVersion: 1,
    ...identity,
    version: previousVersion + 1,
    updatedAt: now,
    ...contents,
    totals: totalsOf(contents),
  };
}

function unionBy<Item>(
  a: readonly Item[],
  b: readonly Item[],
  keyOf: (item: Item) => string,
  choose: (x: Item, y: Item) => Item,
): Item[] {
  const union = new Map(a.map((item) => [keyOf(item), item]));
  for (const item of b) {
    const other = union.get(keyOf(item));
    union.set(keyOf(item), other === undefined ? item : choose(other, item));
  }
  return [...union.values()];
}

/**
 * Every batch once: an entry that another one contains is left out, of two alike the one found. Versions follow each other,
 * so one version's segments contain the other's or share nothing with them.
 * @throws CheckpointConflict when two share only some batches: neither may be given up.
 */
function unionOf(
  found: readonly ManifestEntry[],
  own: readonly ManifestEntry[],
): ManifestEntry[] {
  const sizeOf = (entry: ManifestEntry) => lastSeqOf(entry) - entry.seq;
  const entries = [...found, ...own].sort(
    (a, b) => a.fence - b.fence || a.seq - b.seq || sizeOf(b) - sizeOf(a),
  );
  const union: ManifestEntry[] = [];
  for (const entry of entries) {
    const last = union.at(-1);
    if (last !== undefined && covers(last, entry)) continue;
    if (last?.fence === entry.fence && entry.seq <= lastSeqOf(last))
      throw new CheckpointConflict(
        `Two compactions of fence ${entry.fence} overlap at batch ${entry.seq}.`,
      );
    union.push(entry);
  }
  return union;
}

function later(a: HolderSpend, b: HolderSpend): HolderSpend {
  const progress = (holder: HolderSpend): number =>
    holder.seconds + holder.operations + totalUsage(holder.abandoned).calls;
  return progress(b) > progress(a) ? b : a;
}
