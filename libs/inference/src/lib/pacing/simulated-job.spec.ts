import { Pacer } from './pacer';
import { sequence, simulateJob } from './simulated-job.fixture';

const fixed = () => 500;
/** Median 500 ms, sigma 0.6. */
const lognormal = (call: number): number => {
  const random = sequence(call);
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return 500 * Math.exp(0.6 * radius * Math.cos(2 * Math.PI * random()));
};

describe(`a job behind a ${Pacer.name}, as a share of a perfect rolling window`, () => {
  it.each([
    { name: 'fixed, 16', concurrency: 16, latencyMs: fixed, least: 0.99 },
    { name: 'fixed, 64', concurrency: 64, latencyMs: fixed, least: 0.98 },
    { name: 'fixed, 256', concurrency: 256, latencyMs: fixed, least: 0.94 },
    {
      name: 'lognormal, 64',
      concurrency: 64,
      latencyMs: lognormal,
      least: 0.98,
    },
    {
      name: 'lognormal, 256',
      concurrency: 256,
      latencyMs: lognormal,
      least: 0.94,
    },
  ])('is kept busy: $name', async ({ least, ...job }) => {
    const { served, refused, share } = await simulateJob({
      ...job,
      calls: 5_000,
    });
    expect({ served, refused }).toEqual({ served: 5_000, refused: 0 });
    expect(share).toBeGreaterThan(least);
  });

  it.each([16, 64, 256])(
    'keeps its pace when one of twenty calls is refused by chance: %i wide',
    async (concurrency) => {
      const { served, share } = await simulateJob({
        calls: 5_000,
        concurrency,
        latencyMs: lognormal,
        throttleRate: 0.05,
      });
      expect(served).toBe(5_000);
      expect(share).toBeGreaterThan(0.9);
    },
  );

  it.each([
    { concurrency: 64, maxInFlight: 48, latencyMs: fixed },
    { concurrency: 64, maxInFlight: 48, latencyMs: lognormal },
    { concurrency: 1_024, maxInFlight: 48, latencyMs: lognormal },
    { concurrency: 1_024, maxInFlight: 300, latencyMs: lognormal },
  ])('finds what a model takes: %o', async (job) => {
    const calls = 3_000;
    const { served, refused, share } = await simulateJob({ ...job, calls });
    expect(served).toBe(calls);
    expect(refused).toBeLessThan(calls / 2);
    expect(share).toBeGreaterThan(0.8);
  });

  it('does not take a model that is merely full for one that is away', async () => {
    const { served, share } = await simulateJob({
      calls: 1_000,
      concurrency: 64,
      maxInFlight: 8,
      latencyMs: lognormal,
    });
    expect(served).toBe(1_000);
    expect(share).toBeGreaterThan(0.8);
  });
});
