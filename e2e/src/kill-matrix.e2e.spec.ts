import { sharedOutputs } from './harness/outputs';
import { Matrix } from './kill-matrix/matrix';
import { openLanes } from './kill-matrix/open-lanes';
import type { Tally } from './kill-matrix/tally';

// Hundreds of processes a test: a busy machine needs longer than other tests may take.
jest.setTimeout(1_200_000);

/** Every boundary on one shard; the whole matrix plays more shards and moments. */
describe('a worker between faults, kills and its services', () => {
  const { lanes, close } = openLanes(sharedOutputs());
  const matrix = new Matrix(lanes);
  afterAll(close);

  function expectOrder(what: string, tally: Tally): void {
    const { boundaries, trials, failures } = tally;
    process.stdout.write(`${what}: ${boundaries} boundaries, ${trials} jobs\n`);
    expect(failures).toEqual([]);
  }

  it('leaves everything in order when nothing happens', async () => {
    const { tally } = await matrix.undisturbed(1);
    expectOrder('undisturbed', tally);
    expect(tally.boundaries).toBeGreaterThan(35);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'loses, doubles and overspends nothing by %s at any of its requests',
    async (signal) => {
      // After a reply is before the next request; `nx kill-matrix e2e` tells them apart.
      const tally = await matrix.stops(1, signal, ['BEFORE', 'DONE']);
      expectOrder(signal, tally);
      expect(tally.boundaries).toBeGreaterThan(70);
    },
  );

  it('nor at random moments', async () => {
    const tally = await matrix.moments(1, {
      count: 10,
      withinMs: 700,
      seed: 1,
    });
    expectOrder('random moments', tally);
  });

  it('nor by any fault of a write', async () => {
    const { requests } = await matrix.undisturbed(1);
    const tally = await matrix.faults(1, requests);
    expectOrder('faults', tally);
    expect(tally.boundaries).toBeGreaterThan(20);
  });

  it('nor when two of them are alive: the fenced one changes nothing more', async () => {
    const { requests } = await matrix.undisturbed(1);
    const tally = await matrix.partitions(requests);
    expectOrder('partitions', tally);
    expect(tally.boundaries).toBeGreaterThan(30);
  });
});
