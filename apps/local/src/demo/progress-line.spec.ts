import { duration } from './progress-line';

describe(duration.name, () => {
  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [61, '1 min 1 s'],
    [3_600, '1 h 0 min'],
    [7_500, '2 h 5 min'],
  ])('%d seconds', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});
