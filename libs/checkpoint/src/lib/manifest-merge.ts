import {
  totalUsage,
  type BatchEntry,
  type HolderSpend,
  type Manifest,
} from '@plot-palette/domain';
import { totalsOf } from './manifest-totals';
import { resolveOwnership } from './ownership';

type Contents = Pick<
  Manifest,
  'batches' | 'holders' | 'frontier' | 'resentRecords'
>;

/**
 * The union of what two versions of a manifest know. Batches are immutable and spending only grows, so nothing that was
 * ever written is lost, whoever wrote last.
 */
export function mergeContents(found: Contents, own: Contents): Contents {
  return {
    batches: resolveOwnership(
      unionBy(found.batches, own.batches, ({ key }) => key, first),
    ),
    holders: unionBy(
      found.holders,
      own.holders,
      ({ fence }) => String(fence),
      later,
    ).sort((x, y) => x.fence - y.fence),
    frontier: own.frontier,
    resentRecords: Math.max(found.resentRecords, own.resentRecords),
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

/** Both describe the same object; the first was in the manifest before. */
function first(a: BatchEntry): BatchEntry {
  return a;
}

function later(a: HolderSpend, b: HolderSpend): HolderSpend {
  const progress = (holder: HolderSpend): number =>
    holder.seconds + holder.operations + totalUsage(holder.abandoned).calls;
  return progress(b) > progress(a) ? b : a;
}
