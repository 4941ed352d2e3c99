import { Tally } from './tally';

describe(Tally.name, () => {
  it('puts the names beyond its limit together', () => {
    const tally = new Tally(() => ({ count: 0 }), 2);
    for (const name of ['a', 'b', 'a', 'c', 'd', '__proto__'])
      tally.at(name).count += 1;
    expect(tally.report(({ count }) => count)).toEqual({
      a: 2,
      b: 1,
      '(other)': 3,
    });
  });
});
