import {
  Fenced,
  includesIndex,
  type BatchEntry,
  type DatasetRecord,
  type HolderSpend,
} from '@plot-palette/domain';
import fc from 'fast-check';
import { settlementOf } from './manifest-totals';
import { MemoryObjects } from './memory-objects.fixture';
import { readManifest } from './manifest-object';
import { doneRanges } from './ownership';
import { readRecords } from './read-records';
import { aRejected, anAccepted } from './record.fixture';
import type { WrittenSegment } from './segment-fold';
import { ShardCheckpoint } from './shard-checkpoint';
import { surveyShard } from './shard-survey';

const JOB = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const NOW = '2026-01-01T00:00:00.000Z';
const never = new AbortController().signal;

/** `by` 0 is the owner of the shard, 1 the one before, and so on: what zombies do. */
type Step =
  | {
      does: 'WRITE';
      by: number;
      accepted: readonly number[];
      rejected: readonly number[];
    }
  | { does: 'COMMIT'; by: number }
  | { does: 'COMPACT'; by: number; batches: number }
  /** From then on what was rejected before is made again, or goes on as it was. */
  | { does: 'TAKE_OVER'; retries: boolean };

interface Owner {
  readonly fence: number;
  readonly checkpoint: ShardCheckpoint;
  uncommitted: BatchEntry[];
  segments: WrittenSegment[];
}

/** A shard that lives through the steps, with compactions or without. */
class Shard {
  readonly objects = new MemoryObjects();
  private readonly owners: Owner[] = [];
  private writes = 0;
  private retriedFence = 0;

  constructor(private readonly compacts: boolean) {}

  async takeOver(retries = false): Promise<void> {
    const fence = this.owners.length + 1;
    if (retries) this.retriedFence = fence - 1;
    const identity = { jobId: JOB, shard: 0, fence };
    const { retriedFence } = this;
    const range = { from: 0, sentBelow: 0, retriedFence };
    const survey = await surveyShard(this.objects, identity, range, NOW);
    const checkpoint = await ShardCheckpoint.open(
      this.objects,
      identity,
      survey,
      NOW,
    );
    this.owners.unshift({ fence, checkpoint, uncommitted: [], segments: [] });
  }

  async live(step: Step): Promise<void> {
    if (step.does === 'TAKE_OVER') return this.takeOver(step.retries);
    const owner = this.owners[step.by % this.owners.length];
    if (owner === undefined) return;
    switch (step.does) {
      case 'WRITE':
        owner.uncommitted.push(...(await this.write(owner, step)));
        return;
      case 'COMMIT':
        return this.commit(owner);
      case 'COMPACT':
        return this.compact(owner, step.batches);
      default:
        return step satisfies never;
    }
  }

  async outcome() {
    const { manifest } = (await readManifest(this.objects, JOB, 0)) ?? {};
    if (manifest === undefined) throw new Error('There is no manifest.');
    const lines: DatasetRecord[] = [];
    for (const status of ['accepted', 'rejected'] as const)
      for await (const record of readRecords(this.objects, manifest, status))
        lines.push(record);
    const indexes = lines.map(({ index }) => index);
    expect(new Set(indexes).size).toBe(indexes.length);
    const settlements = this.owners.map(({ fence }) =>
      settlementOf(manifest, fence),
    );
    return { lines, settlements, totals: manifest.totals };
  }

  /**
   * An owner makes no record that it knows of, as its worker; it knows nothing of what zombies write. Every write tells its
   * lines apart from those of the same index in another.
   */
  private async write(
    { fence, checkpoint, uncommitted }: Owner,
    { accepted, rejected }: Extract<Step, { does: 'WRITE' }>,
  ): Promise<BatchEntry[]> {
    this.writes += 1;
    const costNanoUsd = this.writes;
    const known = doneRanges(
      [...checkpoint.manifest.batches, ...uncommitted],
      fence > this.retriedFence ? this.retriedFence : 0,
    );
    const records = [
      ...accepted.map(anAccepted),
      ...rejected.filter((index) => !accepted.includes(index)).map(aRejected),
    ]
      .filter(({ index }) => !includesIndex(known, index))
      .map((record) => ({ ...record, costNanoUsd }));
    return records.length === 0
      ? []
      : [await checkpoint.writeBatch(records, NOW)];
  }

  private async commit(owner: Owner): Promise<void> {
    const { fence, checkpoint, uncommitted, segments } = owner;
    const holder: HolderSpend = {
      fence,
      startedAt: NOW,
      seconds: 1,
      workerNanoUsd: 10,
      operations: 2,
      storageNanoUsd: 7,
      abandoned: {},
    };
    const progress = { holder, frontier: 0, givenUp: [] };
    try {
      await checkpoint.commit(uncommitted, progress, NOW, segments);
      owner.uncommitted = [];
      owner.segments = [];
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
    }
  }

  private async compact(owner: Owner, batches: number): Promise<void> {
    if (!this.compacts || owner.segments.length > 0) return;
    const limits = { batches, bytes: 1e9 };
    for await (const segment of owner.checkpoint.compact(limits, never))
      owner.segments.push(segment);
  }
}

const indexes = fc.uniqueArray(fc.nat(80), { minLength: 1, maxLength: 4 });
const by = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat(3) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('WRITE' as const),
      by,
      accepted: indexes,
      rejected: indexes,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('COMMIT' as const), by }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('COMPACT' as const),
      by,
      batches: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('TAKE_OVER' as const),
      retries: fc.boolean(),
    }),
  },
);

describe('any sequence of batches, compactions and takeovers', () => {
  it('ends in the same lines, totals and settlements as without compactions', async () => {
    let compacted = 0;
    const lives = fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 50 }),
      async (steps) => {
        const shards = [new Shard(true), new Shard(false)] as const;
        for (const shard of shards) {
          await shard.takeOver();
          for (const one of steps) await shard.live(one);
          await shard.takeOver();
        }
        const [withSegments, without] = shards;
        expect(await withSegments.outcome()).toEqual(await without.outcome());
        const stored = await readManifest(withSegments.objects, JOB, 0);
        if (stored?.manifest.batches.some((entry) => 'segments' in entry))
          compacted += 1;
      },
    );
    await fc.assert(lives, { numRuns: 250 });
    expect(compacted).toBeGreaterThan(125);
  }, 60_000);
});
