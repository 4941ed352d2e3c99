import { objectKeysOf, readManifest } from '@plot-palette/checkpoint';
import { draws } from '../testing/draws.fixture';
import { Lifeline } from '../testing/lifeline.fixture';
import { World, type WorldOptions } from '../testing/world.fixture';

const RECORDS = 14;
const INTERVAL = 3;
const CONCURRENCY = 3;
const OPTIONS: WorldOptions = {
  records: RECORDS,
  rows: RECORDS,
  maxConcurrency: CONCURRENCY,
  settings: { checkpointInterval: INTERVAL, segmentBatches: 2 },
  infrastructurePrice: {
    workerNanoUsdPerSecond: 13_714,
    putNanoUsd: 5_000,
    getNanoUsd: 400,
  },
};

/** Runs a worker until it ends or its lifeline is cut. */
async function live(world: World, lifeline: Lifeline): Promise<void> {
  await Promise.race([world.worker(lifeline).run(), lifeline.whenCut]);
  lifeline.kill();
}

async function expectOrder(world: World, kills: number): Promise<void> {
  const { outcome, totals } = world.row();
  expect({ outcome, ...totals }).toMatchObject({
    outcome: 'DONE',
    accepted: RECORDS,
    rejected: 0,
  });
  const indexes = (await world.accepted())
    .map(({ index }) => index)
    .sort((a, b) => a - b);
  expect(indexes).toEqual(Array.from({ length: RECORDS }, (_, index) => index));
  const resent = world.model.calls - RECORDS;
  expect(resent).toBeLessThanOrEqual(kills * (CONCURRENCY + 2 * INTERVAL));
  const { settled, writtenOff, grants } = world.ledger.row;
  expect(grants).toEqual({});
  expect(world.overspent).toBeUndefined();
  const { infrastructureNanoUsd } = totals;
  const bill = world.model.billedNanoUsd + infrastructureNanoUsd;
  expect(bill).toBeLessThanOrEqual(settled + writtenOff);
  expect(settled).toBeLessThanOrEqual(bill);
  expect(world.billedByRows).toBe(settled);
}

async function segmentsNamed(world: World): Promise<number> {
  const { jobId } = world.snapshot;
  const stored = await readManifest(world.bucket, jobId, 0);
  const keys = stored?.manifest.batches.flatMap(objectKeysOf) ?? [];
  return keys.filter((key) => key.includes('/segments/')).length;
}

async function boundariesOfOneRun(): Promise<number> {
  const lifeline = new Lifeline();
  await (await World.create(OPTIONS)).worker(lifeline).run();
  return lifeline.boundaries;
}

describe('a worker that is killed', () => {
  it('at any of its I/O boundaries loses no record, doubles none and overspends nothing', async () => {
    const boundaries = await boundariesOfOneRun();
    expect(boundaries).toBeGreaterThan(80);
    let segments = 0;
    for (let cutAt = 1; cutAt <= boundaries; cutAt += 1) {
      const world = await World.create(OPTIONS);
      await live(world, new Lifeline(cutAt, draws(cutAt)));
      await world.worker(new Lifeline(Infinity, draws(cutAt))).run();
      await expectOrder(world, 1);
      if ((await segmentsNamed(world)) > 0) segments += 1;
    }
    expect(segments).toBeGreaterThan(boundaries / 2);
  }, 60_000);

  it('again and again still ends with everything', async () => {
    const boundaries = await boundariesOfOneRun();
    const draw = draws(1);
    for (let round = 0; round < 60; round += 1) {
      const world = await World.create(OPTIONS);
      for (let kill = 0; kill < 4; kill += 1)
        await live(
          world,
          new Lifeline(1 + Math.floor(draw() * boundaries), draw),
        );
      await world.worker().run();
      await expectOrder(world, 4);
    }
  }, 60_000);

  it('while it still lives on elsewhere, the shard keeps one owner', async () => {
    for (let round = 0; round < 60; round += 1) {
      const world = await World.create({
        ...OPTIONS,
        settings: { checkpointInterval: 2, segmentBatches: 2 },
      });
      const workers = [
        world.worker(new Lifeline(Infinity, draws(round + 1))).run(),
      ];
      for (let more = 0; more < 3; more += 1) {
        await new Promise((resolve) => setTimeout(resolve, round % 5));
        workers.push(
          world.worker(new Lifeline(Infinity, draws(round + more + 2))).run(),
        );
      }
      expect(await Promise.all(workers)).toEqual([0, 0, 0, 0]);
      const { outcome, totals } = world.row();
      expect({ outcome, accepted: totals.accepted }).toEqual({
        outcome: 'DONE',
        accepted: RECORDS,
      });
      expect(
        new Set((await world.accepted()).map(({ index }) => index)).size,
      ).toBe(RECORDS);
      expect(await world.accepted()).toHaveLength(RECORDS);
      expect(world.overspent).toBeUndefined();
      const { settled, writtenOff, grants } = world.ledger.row;
      expect(grants).toEqual({});
      expect(world.model.billedNanoUsd).toBeLessThanOrEqual(
        settled + writtenOff,
      );
    }
  }, 60_000);
});
