import { idealMs, perfectWindowMs } from './perfect-window';

describe(perfectWindowMs.name, () => {
  it.each([
    { durations: [], width: 3, ms: 0 },
    { durations: [5, 5, 5], width: 3, ms: 5 },
    { durations: [5, 5, 5, 5], width: 3, ms: 10 },
    { durations: [10, 2, 3, 4], width: 2, ms: 10 },
    { durations: [2, 3, 4, 10], width: 2, ms: 13 },
  ])('$durations in $width places: $ms', ({ durations, width, ms }) => {
    expect(perfectWindowMs(durations, width)).toBe(ms);
    expect(idealMs(durations, width)).toBeLessThanOrEqual(ms);
  });
});
