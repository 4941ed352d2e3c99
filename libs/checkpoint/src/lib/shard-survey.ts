import {
  countIndexes,
  Fenced,
  gapsOf,
  subtractRanges,
  unionRanges,
  type BatchEntry,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';
import { mergeContents } from './manifest-merge';
import { readManifest } from './manifest-object';
import type { ManifestContents, ShardIdentity } from './manifest-writer';
import { adoptOrphans } from './orphan-batches';
import { doneRanges } from './ownership';

/** What a new owner finds of its shard: everything that older owners finished. */
export interface ShardSurvey {
  readonly contents: ManifestContents;
  /** Rejections by owners up to this fence are made again. */
  readonly retriedFence: number;
  /** Batches that no manifest had named until now. */
  readonly adopted: readonly BatchEntry[];
  readonly stored:
    { readonly etag: string; readonly version: number } | undefined;
}

const NOTHING: ManifestContents = {
  batches: [],
  holders: [],
  frontier: 0,
  resentRecords: 0,
  resent: [],
};

/**
 * Reads the manifest and adopts every complete batch that it lacks. Writes nothing.
 *
 * @param sentBelow the index below which the last owner is known to have sent records, from its last heartbeat
 * @param retriedFence up to which rejections are made again
 * @throws Fenced when the manifest is a younger owner's already: on top of it, even a conditional write would succeed.
 */
export async function surveyShard(
  objects: CheckpointObjects,
  identity: ShardIdentity,
  range: {
    readonly from: number;
    readonly sentBelow: number;
    readonly retriedFence?: number;
  },
  now: string,
): Promise<ShardSurvey> {
  const found = await readManifest(objects, identity.jobId, identity.shard);
  if (found !== undefined && found.manifest.fence > identity.fence) {
    throw new Fenced(
      `Shard ${identity.shard} of job ${identity.jobId} has a younger owner than fence ${identity.fence}.`,
    );
  }
  const adopted = await adoptOrphans(objects, found?.manifest, identity, now);
  const known = found?.manifest ?? NOTHING;
  const merged = mergeContents(known, { ...NOTHING, batches: adopted });
  const { from, retriedFence = 0 } = range;
  const sentBelow = Math.max(range.sentBelow, known.frontier);
  // Who came before the wish to make rejected records again has sent none of them.
  const isRetrying = (found?.manifest.fence ?? 0) > retriedFence;
  const done = doneRanges(merged.batches, isRetrying ? retriedFence : 0);
  const lost = gapsOf(done, from, Math.max(from, sentBelow));
  return {
    contents: {
      ...merged,
      frontier: 0,
      resentRecords: known.resentRecords + countIndexes(lost),
      resent: unionRanges(subtractRanges(known.resent, done), lost),
    },
    retriedFence,
    adopted,
    stored: found && { etag: found.etag, version: found.manifest.version },
  };
}
