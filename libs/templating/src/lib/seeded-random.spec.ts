import { seededRandom } from './seeded-random';

function draws(seed: number, index: number, count: number): number[] {
  const random = seededRandom(seed, index);
  return Array.from({ length: count }, random);
}

describe(seededRandom.name, () => {
  it('gives the same numbers for the same seed and index', () => {
    expect(draws(42, 7, 20)).toEqual(draws(42, 7, 20));
  });

  it('gives others for a neighbouring seed or index, also beyond 32 bits', () => {
    const first = [
      [42, 7],
      [42, 8],
      [43, 7],
      [7, 42],
      [42, 7 + 2 ** 32],
      [42 + 2 ** 40, 7],
    ].map(([seed = 0, index = 0]) => draws(seed, index, 1)[0]);
    expect(new Set(first).size).toBe(first.length);
  });

  it('stays within [0, 1) and spreads evenly, along one record and over the first draws of many', () => {
    for (const numbers of [
      draws(1, 1, 20_000),
      Array.from({ length: 20_000 }, (_, index) => draws(1, index, 1)[0] ?? -1),
    ]) {
      const tenths = new Array<number>(10).fill(0);
      for (const number of numbers) {
        expect(number >= 0 && number < 1).toBe(true);
        tenths[Math.floor(number * 10)] =
          (tenths[Math.floor(number * 10)] ?? 0) + 1;
      }
      for (const count of tenths)
        expect(Math.abs(count - 2_000)).toBeLessThan(250);
    }
  });
});
