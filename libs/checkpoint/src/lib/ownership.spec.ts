import {
  countIndexes,
  includesIndex,
  type BatchEntry,
} from '@plot-palette/domain';
import fc from 'fast-check';
import { describeBatch } from './batch-entry';
import { doneRanges, resolveOwnership } from './ownership';
import { aRejected, accepted } from './record.fixture';

function entry(
  fence: number,
  seq: number,
  indexes: number[],
  rejects: number[] = [],
): BatchEntry {
  const place = {
    key: `${fence}-${seq}`,
    fence,
    seq,
    writtenAt: '2026-01-01T00:00:00.000Z',
    bytes: 1,
  };
  return describeBatch(place, [
    ...accepted(...indexes),
    ...rejects.map(aRejected),
  ]);
}

describe(resolveOwnership.name, () => {
  it('gives a doubled index to the lower fence and sequence', () => {
    const [first, second] = resolveOwnership([
      entry(2, 0, [1, 2]),
      entry(1, 7, [2, 3]),
    ]);
    expect([first?.fence, first?.accepted]).toEqual([1, [[2, 4]]]);
    expect([second?.fence, second?.accepted]).toEqual([2, [[1, 2]]]);
  });

  it('lets an accepted record beat a rejected one, even of a lower fence', () => {
    const [first, second] = resolveOwnership([
      entry(1, 0, [], [5]),
      entry(2, 0, [5]),
    ]);
    expect(first?.rejected).toEqual([]);
    expect(second?.accepted).toEqual([[5, 6]]);
  });

  it('shows of two rejections the later one', () => {
    const [first, second] = resolveOwnership([
      entry(1, 0, [], [4, 5]),
      entry(2, 0, [], [5]),
    ]);
    expect([first?.rejected, second?.rejected]).toEqual([[[4, 5]], [[5, 6]]]);
  });

  it('keeps the attempts and usage of doubles: they were paid', () => {
    const [, second] = resolveOwnership([entry(1, 0, [1]), entry(2, 0, [1])]);
    expect(second?.accepted).toEqual([]);
    expect(second?.usage['llama']?.costNanoUsd).toBe(100);
  });

  it('gives every index to exactly one batch, in any order and however often it is repeated', () => {
    const index = fc.integer({ min: 0, max: 30 });
    const batch = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.uniqueArray(index, { maxLength: 8 }),
      fc.uniqueArray(index, { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
        const entries = batches.map(([fence, yes, no], seq) =>
          entry(
            fence,
            seq,
            yes,
            no.filter((i) => !yes.includes(i)),
          ),
        );
        const owned = resolveOwnership(entries);
        expect(resolveOwnership([...entries].reverse())).toEqual(owned);
        expect(resolveOwnership(owned)).toEqual(owned);
        const all = new Set(batches.flatMap(([, yes, no]) => [...yes, ...no]));
        const lists = owned.flatMap(({ accepted, rejected }) => [
          accepted,
          rejected,
        ]);
        for (const i of all)
          expect(
            lists.filter((ranges) => includesIndex(ranges, i)),
          ).toHaveLength(1);
        expect(countIndexes(doneRanges(owned))).toBe(all.size);
      }),
    );
  });
});

describe(doneRanges.name, () => {
  it('leaves out what was rejected before it was to be made again', () => {
    const entries = resolveOwnership([
      entry(1, 0, [0], [1, 2, 3]),
      entry(2, 0, [1], [2]),
    ]);
    expect(doneRanges(entries)).toEqual([[0, 4]]);
    expect(doneRanges(entries, 1)).toEqual([[0, 3]]);
    expect(doneRanges(entries, 2)).toEqual([[0, 2]]);
  });
});
