import { sharedOutputs } from './harness/outputs';
import { Matrix } from './kill-matrix/matrix';
import { openLanes } from './kill-matrix/open-lanes';
import type { Tally } from './kill-matrix/tally';

// Hundreds of processes a test: a busy machine needs longer than other tests may take.
jest.setTimeout(1_200_000);

/** Every boundary on one shard; `nx kill-matrix e2e` plays more shards and moments, all faults, and two workers at once. */
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
      // After a reply is before the next request; the whole matrix tells them apart.
      const tally = await matrix.stops(1, signal, ['BEFORE', 'DONE']);
      expectOrder(signal, tally);
      expect(tally.boundaries).toBeGreaterThan(70);
    },
  );

  it('nor at random moments', async () => {
    const { lifeMs } = await matrix.undisturbed(1);
    const tally = await matrix.moments(1, {
      count: 10,
      withinMs: lifeMs,
      seed: 1,
    });
    expectOrder('random moments', tally);
  });

  it('nor when a service falls silent: it asks again', async () => {
    const { requests } = await matrix.undisturbed(1);
    const tally = await matrix.blackHoles(1, requests);
    expectOrder('black holes', tally);
    expect(tally.boundaries).toBeGreaterThan(4);
  });
});
