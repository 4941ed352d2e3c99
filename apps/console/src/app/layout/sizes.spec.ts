import { formatBytes, formatDuration } from './sizes';

describe(formatBytes, () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [250_000, '250 kB'],
    [5_368_709_120, '5.4 GB'],
  ])('%i is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe(formatDuration, () => {
  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 0 s'],
    [200, '3 min 20 s'],
    [7_500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, text) =>
    expect(formatDuration(seconds)).toBe(text),
  );
});
