import { Readable } from 'node:stream';
import { each } from './dataset.fixture';
import { mapAhead } from './map-ahead';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe(mapAhead.name, () => {
  it('keeps the order and no more than the given number under way', async () => {
    let running = 0;
    let most = 0;
    const results = mapAhead(each([5, 1, 4, 0, 3, 2]), 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await pause(item);
      running -= 1;
      return item * 10;
    });
    expect(await Readable.from(results).toArray()).toEqual([
      50, 10, 40, 0, 30, 20,
    ]);
    expect(most).toBe(3);
  });

  it('gives the results before a failure, and ends when all calls have', async () => {
    let ended = 0;
    const results = mapAhead(each([0, 1, 2, 3]), 3, async (item) => {
      await pause(item);
      ended += 1;
      if (item === 1) throw new Error('item 1');
      return item;
    });
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const result of results) {
          seen.push(result);
          await pause(5);
        }
      })(),
    ).rejects.toThrow('item 1');
    expect(seen).toEqual([0]);
    expect(ended).toBeGreaterThanOrEqual(3);
  });
});
