import fc from 'fast-check';
import {
  countIndexes,
  gapsOf,
  includesIndex,
  rangesOf,
  unionRanges,
  type IndexRanges,
} from './index-ranges';

const indexes = fc.array(fc.nat(60), { maxLength: 40 });

function expand(ranges: IndexRanges): number[] {
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, i) => from + i),
  );
}

function expectNormal(ranges: IndexRanges): void {
  ranges.forEach(([from, to], i) => {
    expect(to).toBeGreaterThan(from);
    const before = ranges[i - 1];
    if (before !== undefined) expect(from).toBeGreaterThan(before[1]);
  });
}

describe('index ranges', () => {
  it('hold exactly the given indexes, in as few ranges as possible', () => {
    fc.assert(
      fc.property(indexes, (list) => {
        const ranges = rangesOf(list);
        expectNormal(ranges);
        expect(expand(ranges)).toEqual(
          [...new Set(list)].sort((a, b) => a - b),
        );
        expect(countIndexes(ranges)).toBe(new Set(list).size);
      }),
    );
  });

  it('unite like sets', () => {
    fc.assert(
      fc.property(indexes, indexes, (a, b) => {
        const union = unionRanges(rangesOf(a), rangesOf(b));
        expectNormal(union);
        expect(union).toEqual(rangesOf([...a, ...b]));
      }),
    );
  });

  it('leave as gaps what they do not hold', () => {
    fc.assert(
      fc.property(indexes, fc.nat(60), fc.nat(60), (list, x, y) => {
        const [from, to] = [Math.min(x, y), Math.max(x, y)];
        const missing = expand([[from, to]]).filter(
          (index) => !list.includes(index),
        );
        expect(expand(gapsOf(rangesOf(list), from, to))).toEqual(missing);
      }),
    );
  });

  it('find an index', () => {
    fc.assert(
      fc.property(indexes, fc.nat(60), (list, index) => {
        expect(includesIndex(rangesOf(list), index)).toBe(list.includes(index));
      }),
    );
  });
});
