import { seedRowOf } from './row-permutation';

const rowsOf = (jobSeed: number, rows: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    seedRowOf(jobSeed, rows, from + i),
  );

describe(seedRowOf.name, () => {
  it.each([1, 2, 3, 7, 64, 1_000, 4_097])(
    'uses each of %i rows once in every run',
    (rows) => {
      for (const epoch of [0, 1, 5]) {
        const drawn = rowsOf(9, rows, epoch * rows, (epoch + 1) * rows);
        expect(new Set(drawn).size).toBe(rows);
        expect(Math.max(...drawn)).toBe(rows - 1);
      }
    },
  );

  it('uses rows equally often, give or take one, whatever the number of records', () => {
    const uses = new Map<number, number>();
    for (const row of rowsOf(3, 30, 0, 1_000))
      uses.set(row, (uses.get(row) ?? 0) + 1);
    expect([...new Set(uses.values())].sort()).toEqual([33, 34]);
  });

  it('orders rows by the seed and the run, and the same at every replay', () => {
    const first = rowsOf(1, 100, 0, 100);
    expect(rowsOf(1, 100, 0, 100)).toEqual(first);
    expect(rowsOf(1, 100, 100, 200)).not.toEqual(first);
    expect(rowsOf(2, 100, 0, 100)).not.toEqual(first);
    expect(first).not.toEqual([...first].sort((a, b) => a - b));
  });

  it('finds the row of a late record of a million rows at once', () => {
    const row = seedRowOf(0xffffffff, 1_000_000, 999_999);
    expect(row).toBeGreaterThanOrEqual(0);
    expect(row).toBeLessThan(1_000_000);
  });
});
