import fc from 'fast-check';
import {
  HISTOGRAM_RELATIVE_ERROR,
  addHistograms,
  bucketOf,
  quantileOf,
  sampleCount,
  type Histogram,
} from './histogram';

function histogramOf(samples: readonly number[]): Histogram {
  return addHistograms(samples.map((sample) => ({ [bucketOf(sample)]: 1 })));
}

/** Longer than any run takes. */
const samplesArbitrary = fc.array(fc.nat({ max: 10_000_000 }), {
  minLength: 1,
  maxLength: 200,
});

describe(quantileOf.name, () => {
  it('is within the stated error of the exact quantile', () => {
    fc.assert(
      fc.property(
        samplesArbitrary,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (samples, quantile) => {
          const sorted = samples.toSorted((a, b) => a - b);
          const rank = Math.max(1, Math.ceil(quantile * samples.length));
          const exact = sorted[rank - 1] ?? NaN;
          const found = quantileOf(histogramOf(samples), quantile) ?? NaN;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(
            exact * (HISTOGRAM_RELATIVE_ERROR + 1e-9),
          );
        },
      ),
    );
  });

  it('has none without samples, and zero for zeros', () => {
    expect(quantileOf({}, 0.5)).toBeUndefined();
    expect(quantileOf(histogramOf([0, 0, 5]), 0.5)).toBe(0);
  });
});

describe(addHistograms.name, () => {
  it('is the histogram of all samples together', () => {
    fc.assert(
      fc.property(samplesArbitrary, samplesArbitrary, (one, other) => {
        const sum = addHistograms([histogramOf(one), histogramOf(other)]);
        expect(sum).toEqual(histogramOf([...one, ...other]));
        expect(sampleCount(sum)).toBe(one.length + other.length);
      }),
    );
  });
});

describe(bucketOf.name, () => {
  it('grows with the sample, and an hour in milliseconds needs few buckets', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(bucketOf(less)).toBeLessThanOrEqual(bucketOf(more));
      }),
    );
    expect(bucketOf(3_600_000)).toBeLessThan(400);
  });
});
