import fc from 'fast-check';
import { shardRanges } from './job-snapshot';

describe(shardRanges.name, () => {
  it('covers every record once, in shares that differ by one at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 40 }),
        (records, shards) => {
          const ranges = shardRanges(records, shards);
          expect(ranges[0]?.from).toBe(0);
          expect(ranges.at(-1)?.to).toBe(records);
          ranges
            .slice(1)
            .forEach(({ from }, i) => expect(from).toBe(ranges[i]?.to));
          const sizes = ranges.map(({ from, to }) => to - from);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(
            1,
          );
          expect(Math.min(...sizes)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
