import {
  storageKeys,
  type BatchEntry,
  type Manifest,
  type ManifestEntry,
} from '@plot-palette/domain';
import { compareBatches, parseBatchKey, type BatchName } from './batch-key';
import { describeBatch } from './batch-entry';
import { decodeBatch } from './batch-lines';
import type { CheckpointObjects } from './checkpoint-objects';
import { includesBatch, lastSeqOf } from './manifest-entries';
import type { ShardIdentity } from './manifest-writer';

export interface OrphanBatch extends BatchName {
  readonly key: string;
}

/** Batches of older owners that were written but that no manifest names: their owner died in between. */
export function orphansAmong(
  keys: readonly string[],
  manifest: Pick<Manifest, 'batches'> | undefined,
  { jobId, shard, fence }: ShardIdentity,
): OrphanBatch[] {
  return keys
    .flatMap((key) => {
      const name = parseBatchKey(jobId, shard, key);
      return name !== undefined &&
        name.fence < fence &&
        entryWith(name, manifest) === undefined
        ? [{ key, ...name }]
        : [];
    })
    .sort(compareBatches);
}

/** Keys of batches, but for most of those that segments have replaced: the listing leaps over them. */
async function batchKeys(
  objects: Pick<CheckpointObjects, 'list'>,
  manifest: Pick<Manifest, 'batches'> | undefined,
  { jobId, shard }: ShardIdentity,
): Promise<string[]> {
  const prefix = storageKeys.batchPrefix(jobId, shard);
  const keys: string[] = [];
  const listUntilSegment = async (after?: string) => {
    for await (const { key } of objects.list(prefix, after)) {
      const name = parseBatchKey(jobId, shard, key);
      const entry = name && entryWith(name, manifest);
      if (entry !== undefined && entry.seq < lastSeqOf(entry))
        return storageKeys.batch(jobId, shard, entry.fence, lastSeqOf(entry));
      keys.push(key);
    }
    return undefined;
  };
  let after = await listUntilSegment();
  while (after !== undefined) after = await listUntilSegment(after);
  return keys;
}

function entryWith(
  name: BatchName,
  manifest: Pick<Manifest, 'batches'> | undefined,
): ManifestEntry | undefined {
  return manifest?.batches.find((entry) => includesBatch(entry, name));
}

/** Reads the orphans and describes the complete ones; an incomplete object is left where it lies. */
export async function adoptOrphans(
  objects: Pick<CheckpointObjects, 'get' | 'list'>,
  manifest: Pick<Manifest, 'batches' | 'resent'> | undefined,
  identity: ShardIdentity,
  now: string,
): Promise<BatchEntry[]> {
  const keys = await batchKeys(objects, manifest, identity);
  const adopted: BatchEntry[] = [];
  for (const { key, fence, seq } of orphansAmong(keys, manifest, identity)) {
    const body = (await objects.get(key))?.body;
    const records = body && decodeBatch(body.toString('utf8'));
    if (body === undefined || records === undefined) continue;
    const place = { key, fence, seq, writtenAt: now, bytes: body.byteLength };
    adopted.push(describeBatch(place, records, manifest?.resent));
  }
  return adopted;
}
