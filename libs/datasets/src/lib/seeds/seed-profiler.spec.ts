import type { JsonObject, SeedProfile } from '@plot-palette/domain';
import { SeedProfiler } from './seed-profiler';

function profileOf(rows: readonly JsonObject[]): SeedProfile {
  const profiler = new SeedProfiler();
  for (const row of rows) profiler.add(row);
  return profiler.profile();
}

describe(SeedProfiler.name, () => {
  it('counts presence and types by dotted path', () => {
    const { rows, fields, truncated } = profileOf([
      { title: 'a', author: { name: 'Ada', born: 1815 } },
      { title: '', author: { name: null } },
      { title: 0, author: 'Ada' },
    ]);
    expect(rows).toBe(3);
    expect(truncated).toBe(false);
    expect({ ...fields }).toEqual({
      title: { present: 3, types: { string: 2, number: 1 }, missingRows: [] },
      author: { present: 3, types: { object: 2, string: 1 }, missingRows: [] },
      'author.name': {
        present: 2,
        types: { string: 1, null: 1 },
        missingRows: [2],
      },
      'author.born': { present: 1, types: { number: 1 }, missingRows: [1, 2] },
    });
  });

  it('counts a row once for the elements of its arrays, and each element for its type', () => {
    const { fields } = profileOf([
      { people: [{ name: 'a' }, { name: 'b' }, 'c'], nested: [[1], [2]] },
      { people: [] },
    ]);
    expect(fields['people']?.present).toBe(2);
    expect(fields['people[]']).toEqual({
      present: 1,
      types: { object: 2, string: 1 },
      missingRows: [1],
    });
    expect(fields['people[].name']?.types).toEqual({ string: 2 });
    expect(fields['nested[][]']?.types).toEqual({ number: 2 });
  });

  it('keeps the first twenty missing rows, before, between and after', () => {
    const rows = Array.from({ length: 100 }, (_, row): JsonObject =>
      row === 5 || row === 7 ? { late: 1 } : {},
    );
    expect(profileOf(rows).fields['late']).toEqual({
      present: 2,
      types: { number: 2 },
      missingRows: [
        0, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      ],
    });
  });

  it('does not take a key with a dot or bracket for a path', () => {
    const { fields } = profileOf([{ 'a.b': { 'c[]': 1 } }]);
    expect(Object.keys(fields)).toEqual(['["a.b"]', '["a.b"].["c[]"]']);
  });

  it('keeps at most 2,000 paths, and says so', () => {
    const row = (keys: number): JsonObject =>
      Object.fromEntries(
        Array.from({ length: keys }, (_, key) => [`k${key}`, 0]),
      );
    expect(profileOf([row(2_000)]).truncated).toBe(false);
    const { fields, truncated } = profileOf([row(2_001), row(2_001)]);
    expect(Object.keys(fields)).toHaveLength(2_000);
    expect(fields['k0']?.present).toBe(2);
    expect(truncated).toBe(true);
  });

  it('keeps no path of more than 500 characters', () => {
    const { fields, truncated } = profileOf([{ ['x'.repeat(501)]: { a: 1 } }]);
    expect(Object.keys(fields)).toEqual([]);
    expect(truncated).toBe(true);
  });
});
