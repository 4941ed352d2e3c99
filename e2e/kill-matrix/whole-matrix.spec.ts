import { sharedOutputs } from '../src/harness/outputs';
import type { SeenRequest } from '../src/fault-proxy/fault-proxy';
import { SIDES } from '../src/fault-proxy/trouble';
import { Matrix } from '../src/kill-matrix/matrix';
import { openLanes } from '../src/kill-matrix/open-lanes';
import type { Tally } from '../src/kill-matrix/tally';
import { record } from './results';

const MOMENTS = { count: 100, seed: 2 };

describe('the whole kill matrix', () => {
  const outputs = sharedOutputs();
  const { lanes, close } = openLanes(outputs);
  const matrix = new Matrix(lanes);
  afterAll(close);

  function expectOrder(part: string, tally: Tally): void {
    record(part, tally);
    expect(tally.failures).toEqual([]);
    expect(tally.boundaries).toBeGreaterThan(0);
  }

  for (const shards of [1, 2, 4]) {
    const isAlone = shards === 1;
    const place = isAlone ? '1 shard' : `${shards} shards`;
    // Replied to is before the next request, but for what happens at the same time: that is tried on one shard.
    const sides = isAlone ? SIDES : (['BEFORE', 'DONE'] as const);
    // All that workers of several shards share.
    const isShared = (request: SeenRequest) =>
      request.place === outputs.tables['ledger'];

    for (const signal of ['SIGKILL', 'SIGTERM'] as const)
      for (const side of sides) {
        const part = `${place}, ${signal} ${side}`;
        it(part, async () => {
          expectOrder(part, await matrix.stops(shards, signal, [side]));
        });
      }

    it(`${place}, random moments`, async () => {
      const { lifeMs } = await matrix.undisturbed(shards);
      expectOrder(
        `${place}, random moments`,
        await matrix.moments(shards, { ...MOMENTS, withinMs: lifeMs }),
      );
    });

    const faults = `${place}, faults of writes${isAlone ? '' : ' to the ledger'}`;
    it(faults, async () => {
      const { requests } = await matrix.undisturbed(shards);
      expectOrder(
        faults,
        await matrix.faults(shards, requests, isAlone ? () => true : isShared),
      );
    });
  }

  it('1 shard, black holes', async () => {
    const { requests } = await matrix.undisturbed(1);
    expectOrder('1 shard, black holes', await matrix.blackHoles(1, requests));
  });

  it('1 shard, partitions', async () => {
    const { requests } = await matrix.undisturbed(1);
    expectOrder('1 shard, partitions', await matrix.partitions(requests));
  });
});
