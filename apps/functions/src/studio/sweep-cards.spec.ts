import type { Sweep, SweepOptions } from '@plot-palette/stores';
import { createSweepHandler } from './sweep-cards';

describe(createSweepHandler.name, () => {
  const swept: Sweep = { projects: 0, cards: 1, contents: 2, complete: true };

  async function sweepWith(remainingMs: number) {
    const calls: SweepOptions[] = [];
    const logged: unknown[] = [];
    const handler = createSweepHandler({
      sweeper: {
        sweep: async (options) => {
          calls.push(options);
          return swept;
        },
      },
      logger: { info: (...line) => void logged.push(line) },
    });
    await handler({}, { getRemainingTimeInMillis: () => remainingMs });
    const [options] = calls;
    if (options === undefined) throw new Error('nothing was swept');
    return { options, logged };
  }

  it('leaves what was written within the last hour, and logs what it took', async () => {
    const before = Date.now() - 3_600_000;
    const { options, logged } = await sweepWith(600_000);
    expect(options.writtenBefore.getTime()).toBeGreaterThanOrEqual(before);
    expect(options.writtenBefore.getTime()).toBeLessThan(before + 60_000);
    expect(options.within).toBeUndefined();
    expect(logged).toEqual([[swept, 'card.sweep.done']]);
  });

  it('goes on while there is time for another card', async () => {
    expect((await sweepWith(600_000)).options.goOn()).toBe(true);
    expect((await sweepWith(20_000)).options.goOn()).toBe(false);
  });
});
