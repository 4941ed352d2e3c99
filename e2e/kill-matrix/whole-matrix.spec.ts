import { sharedOutputs } from '../src/harness/outputs';
import { SIDES } from '../src/fault-proxy/trouble';
import { Matrix } from '../src/kill-matrix/matrix';
import { openLanes } from '../src/kill-matrix/open-lanes';
import type { Tally } from '../src/kill-matrix/tally';
import { record } from './results';

const MOMENTS = { count: 100, withinMs: 900, seed: 2 };

describe('the whole kill matrix', () => {
  const { lanes, close } = openLanes(sharedOutputs());
  const matrix = new Matrix(lanes);
  afterAll(close);

  function expectOrder(part: string, tally: Tally): void {
    record(part, tally);
    expect(tally.failures).toEqual([]);
    expect(tally.boundaries).toBeGreaterThan(0);
  }

  for (const shards of [1, 2, 4]) {
    const place = shards === 1 ? '1 shard' : `${shards} shards`;
    for (const signal of ['SIGKILL', 'SIGTERM'] as const)
      for (const side of SIDES)
        it(`${place}, ${signal} ${side}`, async () => {
          expectOrder(
            `${place}, ${signal} ${side}`,
            await matrix.stops(shards, signal, [side]),
          );
        });
    it(`${place}, random moments`, async () => {
      expectOrder(
        `${place}, random moments`,
        await matrix.moments(shards, MOMENTS),
      );
    });
    it(`${place}, faults of writes`, async () => {
      const { requests } = await matrix.undisturbed(shards);
      expectOrder(
        `${place}, faults of writes`,
        await matrix.faults(shards, requests),
      );
    });
  }

  it('1 shard, partitions', async () => {
    const { requests } = await matrix.undisturbed(1);
    expectOrder('1 shard, partitions', await matrix.partitions(requests));
  });
});
