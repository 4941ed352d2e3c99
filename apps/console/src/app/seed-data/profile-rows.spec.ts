import { profileRows } from './profile-rows';

describe(profileRows, () => {
  it('counts missing rows from one and does not blame rows for elements of arrays', () => {
    const rows = profileRows({
      rows: 10,
      truncated: false,
      fields: {
        title: { present: 10, types: { string: 10 }, missingRows: [] },
        year: {
          present: 7,
          types: { null: 1, number: 6 },
          missingRows: [0, 4],
        },
        'tags[]': { present: 4, types: { string: 4 }, missingRows: [] },
      },
    });
    expect(rows).toEqual([
      {
        path: 'title',
        present: 10,
        missing: 0,
        types: 'string',
        missingRows: '',
      },
      {
        path: 'year',
        present: 7,
        missing: 3,
        types: 'number (6), null (1)',
        missingRows: '1, 5, …',
      },
      {
        path: 'tags[]',
        present: 4,
        missing: 0,
        types: 'string',
        missingRows: '',
      },
    ]);
  });
});
