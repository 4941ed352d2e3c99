import fc from 'fast-check';
import { formatUsd, nanoToUsd, usdToNano } from './money';

describe(usdToNano.name, () => {
  it.each([
    [0.29, 290_000_000],
    [1.1, 1_100_000_000],
    [0.000000001, 1],
    [0.0000000019, 1],
    [1_000_000, 1_000_000_000_000_000],
  ])('reads %p dollars', (usd, nano) => {
    expect(usdToNano(usd)).toBe(nano);
  });

  it('gives back every amount of up to six decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (micro) => {
        expect(usdToNano(micro / 1_000_000)).toBe(micro * 1_000);
        expect(nanoToUsd(micro * 1_000)).toBeCloseTo(micro / 1_000_000, 9);
      }),
    );
  });
});

describe(formatUsd.name, () => {
  it.each([
    [0, '$0.00'],
    [1, '$0.000000001'],
    [152_000, '$0.00015'],
    [9_900_000, '$0.0099'],
    [10_000_000, '$0.01'],
    [1_250_000_000, '$1.25'],
  ])('writes %p nano-dollars', (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });
});
