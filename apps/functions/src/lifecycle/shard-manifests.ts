import { readManifest, totalsOf } from '@plot-palette/checkpoint';
import {
  addTotals,
  EMPTY_TOTALS,
  type Manifest,
  type ShardTotals,
} from '@plot-palette/domain';
import type { ObjectStore } from '@plot-palette/stores';

/** Manifests by shard, as far as the shards have one. They are what counts; rows may be a checkpoint behind. */
export type ShardManifests = ReadonlyMap<number, Manifest>;

export async function readManifests(
  objects: Pick<ObjectStore, 'get'>,
  jobId: string,
  shards: number,
): Promise<ShardManifests> {
  const manifests = await Promise.all(
    Array.from({ length: shards }, async (_, shard) => ({
      shard,
      stored: await readManifest(objects, jobId, shard),
    })),
  );
  return new Map(
    manifests.flatMap(({ shard, stored }) =>
      stored === undefined ? [] : [[shard, stored.manifest] as const],
    ),
  );
}

export function jobTotals(manifests: ShardManifests): ShardTotals {
  return [...manifests.values()].map(totalsOf).reduce(addTotals, EMPTY_TOTALS);
}
