import {
  storageKeys,
  type BatchEntry,
  type Manifest,
} from '@plot-palette/domain';
import { compareBatches, parseBatchKey, type BatchName } from './batch-key';
import { describeBatch } from './batch-entry';
import { decodeBatch } from './batch-lines';
import type { CheckpointObjects } from './checkpoint-objects';
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
  const named = new Set(manifest?.batches.map(({ key }) => key));
  return keys
    .filter((key) => !named.has(key))
    .flatMap((key) => {
      const name = parseBatchKey(jobId, shard, key);
      return name !== undefined && name.fence < fence ? [{ key, ...name }] : [];
    })
    .sort(compareBatches);
}

/** Reads the orphans and describes the complete ones; an incomplete object is left where it lies. */
export async function adoptOrphans(
  objects: Pick<CheckpointObjects, 'get' | 'list'>,
  manifest: Pick<Manifest, 'batches'> | undefined,
  identity: ShardIdentity,
  now: string,
): Promise<BatchEntry[]> {
  const keys: string[] = [];
  for await (const { key } of objects.list(
    storageKeys.batchPrefix(identity.jobId, identity.shard),
  ))
    keys.push(key);
  const adopted: BatchEntry[] = [];
  for (const { key, fence, seq } of orphansAmong(keys, manifest, identity)) {
    const body = (await objects.get(key))?.body;
    const records = body && decodeBatch(body.toString('utf8'));
    if (body === undefined || records === undefined) continue;
    const place = { key, fence, seq, writtenAt: now, bytes: body.byteLength };
    adopted.push(describeBatch(place, records));
  }
  return adopted;
}
