import { memoryGrowth } from './memory-growth';

const doneMs = Array.from({ length: 101 }, (_, index) => index);

describe('the growth of memory', () => {
  it('is that from the second tenth of the records to the last', () => {
    const samples = [
      { atMs: 5, megabytes: 900 },
      { atMs: 12, megabytes: 100 },
      { atMs: 18, megabytes: 120 },
      { atMs: 50, megabytes: 900 },
      { atMs: 95, megabytes: 140 },
    ];
    expect(memoryGrowth(samples, doneMs)).toBe(30);
  });

  it('is unknown of a run that was too short for samples', () => {
    expect(memoryGrowth([{ atMs: 50, megabytes: 1 }], doneMs)).toBeNaN();
  });
});
