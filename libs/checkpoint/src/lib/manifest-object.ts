import {
  manifestSchema,
  storageKeys,
  type Manifest,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';

export interface StoredManifest {
  readonly manifest: Manifest;
  readonly etag: string;
}

/** Undefined while the shard has none. */
export async function readManifest(
  objects: Pick<CheckpointObjects, 'get'>,
  jobId: string,
  shard: number,
): Promise<StoredManifest | undefined> {
  const stored = await objects.get(storageKeys.manifest(jobId, shard));
  if (stored === undefined) return undefined;
  return {
    manifest: manifestSchema.parse(JSON.parse(stored.body.toString('utf8'))),
    etag: stored.etag,
  };
}
