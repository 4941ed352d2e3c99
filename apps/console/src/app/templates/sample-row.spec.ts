import { sampleRow } from './sample-row';

describe(sampleRow, () => {
  it.each([
    [['title'], { title: 'title' }],
    [
      ['author', 'author.name', 'author.born.year'],
      { author: { name: 'name', born: { year: 'year' } } },
    ],
    [
      ['characters[].name', 'characters[].age', 'tags[]'],
      { characters: [{ name: 'name', age: 'age' }], tags: ['tags'] },
    ],
    [[], {}],
  ])('%j', (paths, row) => expect(sampleRow(paths)).toEqual(row));
});
