import type { SeedProfile } from './seed-data';
import { validateSeed } from './seed-validation';

const profile: SeedProfile = {
  rows: 3,
  truncated: false,
  fields: {
    author: { present: 3, types: { object: 3 }, missingRows: [] },
    'author.biography': {
      present: 2,
      types: { string: 1, null: 1 },
      missingRows: [1],
    },
    characters: { present: 3, types: { array: 3 }, missingRows: [] },
    'characters[].name': { present: 7, types: { string: 7 }, missingRows: [] },
  },
};

describe(validateSeed.name, () => {
  it('accepts rows that have every path, null and empty values included', () => {
    expect(
      validateSeed('rows.csv', profile, ['author', 'characters[].name']),
    ).toMatchObject({ valid: true, missing: [] });
  });

  it('names file, path and the rows as people count them', () => {
    const { valid, missing } = validateSeed('rows.csv', profile, [
      'author.biography',
    ]);
    expect(valid).toBe(false);
    expect(missing).toMatchObject([
      { path: 'author.biography', missing: 1, missingRows: [1] },
    ]);
    expect(missing[0]?.message).toContain(
      'rows.csv: 1 of 3 rows lack "author.biography" (rows 2)',
    );
  });

  it('leaves paths alone that a truncated profile does not know', () => {
    const truncated = { ...profile, truncated: true };
    expect(validateSeed('rows.csv', truncated, ['poem.text'])).toMatchObject({
      valid: true,
    });
    expect(
      validateSeed('rows.csv', truncated, ['author.biography']).valid,
    ).toBe(false);
  });

  it('says when no row has the path at all', () => {
    const { missing } = validateSeed('rows.csv', profile, [
      'poem.text',
      'characters[].age',
    ]);
    expect(missing.map(({ message }) => message)).toEqual([
      expect.stringContaining('no row has "poem.text"'),
      expect.stringContaining('no row has "characters[].age"'),
    ]);
  });
});
