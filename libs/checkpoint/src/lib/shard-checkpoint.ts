import {
  CheckpointConflict,
  storageKeys,
  type BatchEntry,
  type DatasetRecord,
  type HolderSpend,
  type Manifest,
} from '@plot-palette/domain';
import { realSleep, WRITE_BACKOFF_MS, type Sleep } from './backoff';
import { describeBatch } from './batch-entry';
import { encodeBatch } from './batch-lines';
import type { CheckpointObjects } from './checkpoint-objects';
import { ManifestWriter, type ShardIdentity } from './manifest-writer';
import type { ShardSurvey } from './shard-survey';

export interface CheckpointProgress {
  readonly holder: HolderSpend;
  /** Index of the next record to be sent; 0 when nothing that was sent is undecided. */
  readonly frontier: number;
  /** Records that this owner paid for and gave up: somebody has to ask for them again. */
  readonly givenUp: number;
}

/** The checkpoint of one shard in the hands of its owner. Batches may be written while a manifest is under way. */
export class ShardCheckpoint {
  private nextSeq = 0;
  private readonly resentBefore: number;

  private constructor(
    private readonly objects: CheckpointObjects,
    private readonly identity: ShardIdentity,
    private readonly writer: ManifestWriter,
    private current: Manifest,
    private readonly sleep: Sleep,
  ) {
    this.resentBefore = current.resentRecords;
  }

  /**
   * Makes the survey's finding the shard's manifest, under the new owner's fence. No model may be called before.
   * @throws Fenced when a younger owner was faster.
   */
  static async open(
    objects: CheckpointObjects,
    identity: ShardIdentity,
    survey: ShardSurvey,
    now: string,
    sleep: Sleep = realSleep,
  ): Promise<ShardCheckpoint> {
    const writer = new ManifestWriter(objects, identity, survey.stored, sleep);
    const manifest = await writer.write(survey.contents, now);
    return new ShardCheckpoint(objects, identity, writer, manifest, sleep);
  }

  /** The last version that was written. */
  get manifest(): Manifest {
    return this.current;
  }

  /**
   * Writes finished records as the next batch object; from then on a kill cannot lose them. After a failure only the same
   * records may be tried again: the object may exist.
   */
  async writeBatch(
    records: readonly DatasetRecord[],
    writtenAt: string,
  ): Promise<BatchEntry> {
    const { jobId, shard, fence } = this.identity;
    const seq = this.nextSeq;
    const key = storageKeys.batch(jobId, shard, fence, seq);
    const body = Buffer.from(encodeBatch(records));
    await this.putOnce(key, body);
    this.nextSeq += 1;
    return describeBatch(
      { key, fence, seq, writtenAt, bytes: body.byteLength },
      records,
    );
  }

  /**
   * Writes the manifest with these batches added.
   * @throws Fenced when a younger owner has the shard.
   */
  async commit(
    batches: readonly BatchEntry[],
    { holder, frontier, givenUp }: CheckpointProgress,
    now: string,
  ): Promise<Manifest> {
    const { holders } = this.current;
    const contents = {
      batches: [...this.current.batches, ...batches],
      holders: [
        ...holders.filter(({ fence }) => fence !== holder.fence),
        holder,
      ],
      frontier,
      resentRecords: this.resentBefore + givenUp,
    };
    this.current = await this.writer.write(contents, now);
    return this.current;
  }

  /** No other writer uses this fence, so an object that exists already is this one, written by a try whose reply was lost. */
  private async putOnce(key: string, body: Buffer): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.objects.put(key, body, {
          contentType: 'application/x-ndjson',
          condition: { ifNoneMatch: '*' },
        });
        return;
      } catch (error) {
        if (error instanceof CheckpointConflict && (await this.exists(key)))
          return;
        const waitMs = WRITE_BACKOFF_MS[attempt];
        if (waitMs === undefined) throw error;
        await this.sleep(waitMs);
      }
    }
  }

  private async exists(key: string): Promise<boolean> {
    return (await this.objects.get(key)) !== undefined;
  }
}
