import {
  CheckpointConflict,
  Fenced,
  storageKeys,
  type Manifest,
} from '@plot-palette/domain';
import { realSleep, WRITE_BACKOFF_MS, type Sleep } from './backoff';
import type { CheckpointObjects } from './checkpoint-objects';
import { mergeContents, nextManifest } from './manifest-merge';
import { readManifest, type StoredManifest } from './manifest-object';
import { decideAfterFailure } from './write-decision';

export type ManifestContents = Parameters<typeof mergeContents>[0];

export interface ShardIdentity {
  readonly jobId: string;
  readonly shard: number;
  readonly fence: number;
}

/** Writes the manifest of one shard for one owner, each version on top of the last one it knows. */
export class ManifestWriter {
  constructor(
    private readonly objects: Pick<CheckpointObjects, 'get' | 'put'>,
    private readonly identity: ShardIdentity,
    /** What lies in the bucket, as far as known. */
    private stored:
      (Pick<StoredManifest, 'etag'> & { version: number }) | undefined,
    private readonly sleep: Sleep = realSleep,
  ) {}

  /**
   * Writes the next version. A failed write may have succeeded, or somebody else's may have come between: the stored
   * body decides.
   *
   * @returns what was written: the contents, and what an older owner had added meanwhile.
   * @throws Fenced when a younger owner has written; CheckpointConflict when three repetitions did not help.
   */
  async write(contents: ManifestContents, now: string): Promise<Manifest> {
    let manifest = this.next(contents, now);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.put(manifest);
      } catch (cause) {
        const waitMs = WRITE_BACKOFF_MS[attempt];
        if (waitMs === undefined) {
          throw new CheckpointConflict(
            `The manifest of shard ${this.identity.shard} could not be written in ${attempt + 1} tries.`,
            { cause },
          );
        }
        if (!(cause instanceof CheckpointConflict)) await this.sleep(waitMs);
        const reread = await this.recover(manifest, now);
        if (reread === 'DONE') return manifest;
        manifest = reread;
        if (cause instanceof CheckpointConflict && attempt > 0)
          await this.sleep(waitMs);
      }
    }
  }

  private next(contents: ManifestContents, now: string): Manifest {
    return nextManifest(
      this.identity,
      contents,
      this.stored?.version ?? 0,
      now,
    );
  }

  private async put(manifest: Manifest): Promise<Manifest> {
    const { etag } = await this.objects.put(
      storageKeys.manifest(this.identity.jobId, this.identity.shard),
      JSON.stringify(manifest),
      {
        contentType: 'application/json',
        condition:
          this.stored === undefined
            ? { ifNoneMatch: '*' }
            : { ifMatch: this.stored.etag },
      },
    );
    this.stored = { etag, version: manifest.version };
    return manifest;
  }

  private async recover(
    attempted: Manifest,
    now: string,
  ): Promise<Manifest | 'DONE'> {
    const { jobId, shard, fence } = this.identity;
    const found = await readManifest(this.objects, jobId, shard);
    const decision = decideAfterFailure(found?.manifest, attempted);
    // A younger owner's version is never taken as a base: the next write on top of it would succeed.
    if (decision !== 'FENCED')
      this.stored = found && {
        etag: found.etag,
        version: found.manifest.version,
      };
    switch (decision) {
      case 'DONE':
        return 'DONE';
      case 'FENCED':
        throw new Fenced(
          `Shard ${shard} of job ${jobId} has a younger owner than fence ${fence}.`,
        );
      case 'CREATE':
        return this.next(attempted, now);
      case 'MERGE':
        return this.next(
          found === undefined
            ? attempted
            : mergeContents(found.manifest, attempted),
          now,
        );
      default:
        return decision satisfies never;
    }
  }
}
