import {
  CheckpointConflict,
  type HolderSpend,
  type ManifestEntry,
} from '@plot-palette/domain';
import { mergeContents } from './manifest-merge';
import { isRun } from './manifest-entries';
import { MemoryObjects } from './memory-objects.fixture';
import { readManifest } from './manifest-object';
import { readRecords } from './read-records';
import { accepted } from './record.fixture';
import { ShardCheckpoint } from './shard-checkpoint';
import { surveyShard } from './shard-survey';

const JOB = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const NOW = '2026-01-01T00:00:00.000Z';
const LIMITS = { batches: 200, bytes: 1e9 };
const never = new AbortController().signal;

const holder = (fence: number): HolderSpend => ({
  fence,
  startedAt: NOW,
  seconds: 1,
  workerNanoUsd: 10,
  operations: 2,
  storageNanoUsd: 7,
  abandoned: {},
});

async function takeOver(objects: MemoryObjects, fence: number) {
  const identity = { jobId: JOB, shard: 0, fence };
  const range = { from: 0, sentBelow: 0 };
  const survey = await surveyShard(objects, identity, range, NOW);
  return ShardCheckpoint.open(objects, identity, survey, NOW);
}

/** An owner's batches of one record each, compacted together. */
async function compactedRun(objects: MemoryObjects, indexes: number[]) {
  const checkpoint = await takeOver(objects, 1);
  const progress = { holder: holder(1), frontier: 0, givenUp: [] };
  for (const index of indexes)
    await checkpoint.commit(
      [await checkpoint.writeBatch(accepted(index), NOW)],
      progress,
      NOW,
    );
  const segments = [];
  for await (const segment of checkpoint.compact(LIMITS, never))
    segments.push(segment);
  const before = checkpoint.manifest;
  const after = await checkpoint.commit([], progress, NOW, segments);
  return { checkpoint, before, after, segments };
}

async function indexesIn(objects: MemoryObjects): Promise<number[]> {
  const stored = await readManifest(objects, JOB, 0);
  const indexes: number[] = [];
  const manifest = stored?.manifest ?? { batches: [] };
  for await (const { index } of readRecords(objects, manifest, 'accepted'))
    indexes.push(index);
  return indexes;
}

describe('compaction', () => {
  it('puts one entry in the place of many, with their sums and in their order', async () => {
    const objects = new MemoryObjects();
    const { before, after } = await compactedRun(objects, [4, 0, 2, 1]);
    expect(before.batches).toHaveLength(4);
    expect(after.batches).toMatchObject([
      { fence: 1, seq: 0, segments: [{ lastSeq: 3, accepted: 4 }] },
    ]);
    expect(after.totals).toEqual(before.totals);
    expect(await indexesIn(objects)).toEqual([4, 0, 2, 1]);
  });

  it('needs the old objects no more', async () => {
    const objects = new MemoryObjects();
    await compactedRun(objects, [0, 1, 2]);
    for (const key of [...objects.bodies.keys()])
      if (key.includes('/batches/')) objects.bodies.delete(key);
    expect(await indexesIn(objects)).toEqual([0, 1, 2]);
  });

  it('takes a segment for written when only the reply was lost', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await compactedRun(objects, [0]);
    const progress = { holder: holder(1), frontier: 0, givenUp: [] };
    const batch = await checkpoint.writeBatch(accepted(1), NOW);
    await checkpoint.commit([batch], progress, NOW);
    objects.faults.push('LOSE_REPLY');
    const segments = [];
    for await (const segment of checkpoint.compact(LIMITS, never))
      segments.push(segment);
    const { batches } = await checkpoint.commit([], progress, NOW, segments);
    expect(batches).toMatchObject([{ segments: [{}, { lastSeq: 1 }] }]);
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });

  it('writes no segment larger than its limit, unless one batch is', async () => {
    const objects = new MemoryObjects();
    const checkpoint = await takeOver(objects, 1);
    const batches = [];
    for (let index = 0; index < 6; index += 1)
      batches.push(await checkpoint.writeBatch(accepted(index), NOW));
    const progress = { holder: holder(1), frontier: 0, givenUp: [] };
    await checkpoint.commit(batches, progress, NOW);
    const bytes = (batches[0]?.bytes ?? 0) * 2;
    const spans = async (limit: number) => {
      const found: number[][] = [];
      const limits = { batches: 200, bytes: limit };
      for await (const { first, last } of checkpoint.compact(limits, never))
        found.push([first, last]);
      return found;
    };
    expect(await spans(bytes)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(await spans(1)).toHaveLength(6);
  });

  it('adopts no batch that a segment contains, and does not list them', async () => {
    const objects = new MemoryObjects();
    const indexes = Array.from({ length: 300 }, (_, index) => index);
    const { checkpoint } = await compactedRun(objects, indexes);
    await checkpoint.writeBatch(accepted(300), NOW);
    objects.listed = 0;
    const next = await takeOver(objects, 2);
    expect(objects.listed).toBeLessThanOrEqual(3);
    expect(next.manifest.totals.accepted).toBe(301);
    expect(await indexesIn(objects)).toEqual([...indexes, 300]);
  });

  it('keeps the segments when an older version is merged in, whichever of both has them', async () => {
    const { before, after } = await compactedRun(new MemoryObjects(), [0, 1]);
    expect(mergeContents(before, after).batches).toEqual(after.batches);
    expect(mergeContents(after, before).batches).toEqual(after.batches);
  });

  it('gives up neither of two compactions that share only some batches', async () => {
    const { after } = await compactedRun(new MemoryObjects(), [0, 1, 2]);
    const moved = after.batches.map((entry): ManifestEntry =>
      isRun(entry)
        ? {
            ...entry,
            seq: 1,
            segments: entry.segments.map((one) => ({ ...one, lastSeq: 5 })),
          }
        : entry,
    );
    expect(() => mergeContents(after, { ...after, batches: moved })).toThrow(
      CheckpointConflict,
    );
  });
});
