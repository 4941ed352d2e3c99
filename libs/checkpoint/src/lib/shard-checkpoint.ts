import {
  rangesOf,
  storageKeys,
  unionRanges,
  type BatchEntry,
  type DatasetRecord,
  type HolderSpend,
  type IndexRanges,
  type Manifest,
} from '@plot-palette/domain';
import { realSleep, type Sleep } from './backoff';
import { describeBatch } from './batch-entry';
import { encodeBatch } from './batch-lines';
import type { CheckpointObjects } from './checkpoint-objects';
import { looseBatches } from './manifest-entries';
import { ManifestWriter, type ShardIdentity } from './manifest-writer';
import { overruled } from './ownership';
import { putOnce } from './put-once';
import { foldSegments, type WrittenSegment } from './segment-fold';
import { segmentLines } from './segment-lines';
import { planSegments, type SegmentLimits } from './segment-plan';
import type { ShardSurvey } from './shard-survey';

export interface CheckpointProgress {
  readonly holder: HolderSpend;
  /** Index of the next record to be sent; 0 when nothing that was sent is undecided. */
  readonly frontier: number;
  /** Indexes of records that this owner paid for and gave up: somebody has to ask for them again. */
  readonly givenUp: readonly number[];
}

/** The checkpoint of one shard in the hands of its owner. Batches may be written while a manifest is under way. */
export class ShardCheckpoint {
  private nextSeq = 0;
  private readonly before: {
    readonly resentRecords: number;
    readonly resent: IndexRanges;
  };

  private constructor(
    private readonly objects: CheckpointObjects,
    private readonly identity: ShardIdentity,
    private readonly writer: ManifestWriter,
    private current: Manifest,
    private readonly retriedFence: number,
    private readonly sleep: Sleep,
  ) {
    const { resentRecords, resent } = current;
    this.before = { resentRecords, resent };
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
    return new ShardCheckpoint(
      objects,
      identity,
      writer,
      manifest,
      survey.retriedFence,
      sleep,
    );
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
    await putOnce(this.objects, key, body, this.sleep);
    this.nextSeq += 1;
    return describeBatch(
      { key, fence, seq, writtenAt, bytes: body.byteLength },
      records,
      this.before.resent,
    );
  }

  /** Batches of the last version that no segment holds yet. */
  get loose(): number {
    return looseBatches(this.current.batches).length;
  }

  /**
   * Copies the batches that are in no segment yet into segments, which the next `commit` may put in their place. May run
   * beside everything else; of what is aborted or fails midway only unnamed objects remain.
   */
  async *compact(
    limits: SegmentLimits,
    signal: AbortSignal,
  ): AsyncGenerator<WrittenSegment> {
    const { jobId, shard, fence: writer } = this.identity;
    for (const batches of planSegments(this.current.batches, limits)) {
      const [first] = batches;
      if (first === undefined) continue;
      const { fence, seq } = first;
      const place = { fence, first: seq, last: seq + batches.length - 1 };
      const key = storageKeys.segment(jobId, shard, writer, place);
      const body = await segmentLines(this.objects, batches, signal);
      await putOnce(this.objects, key, body, this.sleep);
      yield { key, ...place };
    }
  }

  /**
   * Writes the manifest with these batches added, and with the segments in the place of theirs.
   * @throws Fenced when a younger owner has the shard.
   */
  async commit(
    batches: readonly BatchEntry[],
    { holder, frontier, givenUp }: CheckpointProgress,
    now: string,
    segments: readonly WrittenSegment[] = [],
  ): Promise<Manifest> {
    const { holders } = this.current;
    const folded = foldSegments(this.current.batches, segments);
    // Nobody but who retries makes a record that a batch decides already.
    const older = this.retriedFence > 0 ? overruled(folded, batches) : folded;
    const contents = {
      batches: [...older, ...batches],
      holders: [
        ...holders.filter(({ fence }) => fence !== holder.fence),
        holder,
      ],
      frontier,
      resentRecords: this.before.resentRecords + givenUp.length,
      resent: unionRanges(this.before.resent, rangesOf(givenUp)),
    };
    this.current = await this.writer.write(contents, now);
    return this.current;
  }
}
