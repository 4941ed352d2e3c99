import {
  CheckpointConflict,
  Fenced,
  storageKeys,
  type DatasetRecord,
  type HolderSpend,
} from '@plot-palette/domain';
import { encodeBatch } from './batch-lines';
import { settlementOf } from './manifest-totals';
import { MemoryObjects } from './memory-objects.fixture';
import { readManifest } from './manifest-object';
import { doneRanges } from './ownership';
import { readRecords } from './read-records';
import { accepted, aRejected } from './record.fixture';
import { ShardCheckpoint } from './shard-checkpoint';
import { surveyShard } from './shard-survey';

const JOB = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const NOW = '2026-01-01T00:00:00.000Z';
const noSleep = async () => undefined;

function holder(
  fence: number,
  overrides: Partial<HolderSpend> = {},
): HolderSpend {
  return {
    fence,
    startedAt: NOW,
    seconds: 1,
    workerNanoUsd: 10,
    operations: 2,
    storageNanoUsd: 7,
    abandoned: {},
    ...overrides,
  };
}

async function takeOver(
  objects: MemoryObjects,
  fence: number,
  sentBelow = 0,
  retriedFence = 0,
) {
  const identity = { jobId: JOB, shard: 0, fence };
  const survey = await surveyShard(
    objects,
    identity,
    { from: 0, sentBelow, retriedFence },
    NOW,
  );
  return {
    survey,
    checkpoint: await ShardCheckpoint.open(
      objects,
      identity,
      survey,
      NOW,
      noSleep,
    ),
  };
}

async function save(
  checkpoint: ShardCheckpoint,
  fence: number,
  records: DatasetRecord[],
  frontier = 0,
) {
  const entry = await checkpoint.writeBatch(records, NOW);
  return checkpoint.commit(
    [entry],
    { holder: holder(fence), frontier, givenUp: [] },
    NOW,
  );
}

async function indexesIn(objects: MemoryObjects): Promise<number[]> {
  const stored = await readManifest(objects, JOB, 0);
  const indexes: number[] = [];
  for await (const { index } of readRecords(
    objects,
    stored?.manifest ?? { batches: [] },
    'accepted',
  ))
    indexes.push(index);
  return indexes;
}

describe(ShardCheckpoint.name, () => {
  it('keeps what was committed, with its totals, for the next owner', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    const manifest = await save(checkpoint, 1, [
      ...accepted(0, 1),
      aRejected(2),
    ]);
    expect(manifest.totals).toMatchObject({
      accepted: 2,
      rejected: 1,
      attempts: 3,
      calls: 3,
      modelNanoUsd: 300,
      infrastructureNanoUsd: 17,
    });
    const { survey } = await takeOver(objects, 2);
    expect(doneRanges(survey.contents.batches)).toEqual([[0, 3]]);
    expect(settlementOf(survey.contents, 1)).toEqual({
      settled: 317,
      writtenOff: 0,
    });
  });

  it('adopts the complete batches that a dead owner left, and no others', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    await save(checkpoint, 1, accepted(0));
    await checkpoint.writeBatch(accepted(1), NOW);
    await objects.put(
      storageKeys.batch(JOB, 0, 1, 9),
      encodeBatch(accepted(2)).slice(0, -5),
    );
    await objects.put(
      storageKeys.batch(JOB, 0, 5, 0),
      encodeBatch(accepted(3)),
    );
    const { survey } = await takeOver(objects, 2);
    expect(survey.adopted).toHaveLength(1);
    expect(doneRanges(survey.contents.batches)).toEqual([[0, 2]]);
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });

  it('counts as re-sent what the dead owner had sent and nobody finished', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    await save(checkpoint, 1, accepted(0, 2), 4);
    const second = await takeOver(objects, 2, 6);
    expect(second.checkpoint.manifest.totals.resentRecords).toBe(4);
    const third = await takeOver(objects, 3);
    expect(third.checkpoint.manifest.totals.resentRecords).toBe(4);
  });

  it('counts a record once that is made again, rejected or not', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    await save(checkpoint, 1, [...accepted(0), ...[1, 2, 3].map(aRejected)]);
    const retrying = (await takeOver(objects, 2, 0, 1)).checkpoint;
    expect(retrying.manifest.totals).toMatchObject({
      accepted: 1,
      rejected: 3,
    });
    const { batches, totals } = await save(retrying, 2, [
      ...accepted(1),
      aRejected(2),
    ]);
    expect(totals).toMatchObject({ accepted: 2, rejected: 2, attempts: 6 });
    expect(batches.map(({ rejected }) => rejected)).toEqual([
      [[3, 4]],
      [[2, 3]],
    ]);
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });

  it('takes no rejection for lost that was there before it was to be made again', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    await save(checkpoint, 1, [0, 1].map(aRejected), 4);
    const second = (await takeOver(objects, 2, 4, 1)).checkpoint;
    expect(second.manifest.totals.resentRecords).toBe(2);
    await save(second, 2, accepted(0), 3);
    const third = (await takeOver(objects, 3, 0, 1)).checkpoint;
    expect(third.manifest.totals.resentRecords).toBe(4);
  });

  it('prices what is made again: what was lost with an owner, given up by one, and adopted', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    await save(checkpoint, 1, accepted(0), 3);
    const second = (await takeOver(objects, 2, 3)).checkpoint;
    expect(second.manifest.resent).toEqual([[1, 3]]);
    const progress = { holder: holder(2), frontier: 0, givenUp: [5] };
    await second.commit([], progress, NOW);
    // Made again, but no manifest names it before its owner dies.
    await second.writeBatch(accepted(1), NOW);
    const third = (await takeOver(objects, 3)).checkpoint;
    expect(third.manifest.resent).toEqual([
      [2, 3],
      [5, 6],
    ]);
    const { totals } = await save(third, 3, accepted(2, 3, 5));
    expect(totals).toMatchObject({ resentRecords: 3, resentNanoUsd: 300 });
    expect(totals.usage['llama']?.calls).toBe(5);
    expect((await takeOver(objects, 4)).checkpoint.manifest.resent).toEqual([]);
  });

  it('takes a batch or manifest for written when only the reply was lost', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    objects.faults.push('LOSE_REPLY', undefined, 'LOSE_REPLY', 'FAIL');
    await save(checkpoint, 1, accepted(0));
    const entry = await checkpoint.writeBatch(accepted(1), NOW);
    objects.faults.push('LOSE_REPLY');
    const manifest = await checkpoint.commit(
      [entry],
      { holder: holder(1), frontier: 0, givenUp: [] },
      NOW,
    );
    expect(manifest.totals.accepted).toBe(2);
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });

  it('repeats a write that failed, three times and no more', async () => {
    const objects = new MemoryObjects();
    const { checkpoint } = await takeOver(objects, 1);
    objects.faults.push('FAIL', 'FAIL', 'FAIL');
    expect((await checkpoint.writeBatch(accepted(0), NOW)).accepted).toEqual([
      [0, 1],
    ]);
    objects.faults.push('FAIL', 'FAIL', 'FAIL', 'FAIL');
    await expect(
      checkpoint.commit(
        [],
        { holder: holder(1), frontier: 0, givenUp: [] },
        NOW,
      ),
    ).rejects.toThrow(CheckpointConflict);
  });

  it('stops an owner whose shard a younger one has taken', async () => {
    const objects = new MemoryObjects();
    const old = await takeOver(objects, 1);
    await takeOver(objects, 2);
    const before = objects.bodies.get(storageKeys.manifest(JOB, 0));
    await expect(save(old.checkpoint, 1, accepted(0))).rejects.toThrow(Fenced);
    await expect(save(old.checkpoint, 1, accepted(1))).rejects.toThrow(Fenced);
    expect(objects.bodies.get(storageKeys.manifest(JOB, 0))).toEqual(before);
  });

  it('does not begin on top of a younger owner’s manifest', async () => {
    const objects = new MemoryObjects();
    await takeOver(objects, 3);
    await expect(takeOver(objects, 2)).rejects.toThrow(Fenced);
  });

  it('takes in what the older owner wrote while the shard was taken over', async () => {
    const objects = new MemoryObjects();
    const old = await takeOver(objects, 1);
    let once = true;
    objects.beforePut = async (key) => {
      if (!once || !key.includes('checkpoints')) return;
      once = false;
      await save(old.checkpoint, 1, accepted(0));
    };
    const { checkpoint } = await takeOver(objects, 2);
    expect(checkpoint.manifest).toMatchObject({
      fence: 2,
      totals: { accepted: 1 },
    });
    await save(checkpoint, 2, accepted(1));
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });

  it('exports an index once when a zombie finished it as well', async () => {
    const objects = new MemoryObjects();
    const old = await takeOver(objects, 1);
    const { checkpoint } = await takeOver(objects, 2);
    await old.checkpoint.writeBatch(accepted(0), NOW);
    await save(checkpoint, 2, accepted(0, 1));
    const { checkpoint: third } = await takeOver(objects, 3);
    expect(third.manifest.totals).toMatchObject({
      accepted: 2,
      modelNanoUsd: 300,
    });
    expect(await indexesIn(objects)).toEqual([0, 1]);
  });
});
