import { RateLimit } from './rate-limit';

describe(RateLimit.name, () => {
  /** One call a millisecond for a minute. */
  const allowedIn60Seconds = (perMinute: number) => {
    const limit = new RateLimit();
    return Array.from({ length: 60_000 }, (_, nowMs) =>
      limit.take(perMinute, nowMs),
    ).filter(Boolean).length;
  };

  it.each([1, 60, 600, 6000])(
    'lets %d calls a minute through, however many come',
    (perMinute) => {
      expect(
        Math.abs(allowedIn60Seconds(perMinute) - perMinute),
      ).toBeLessThanOrEqual(1);
    },
  );

  it('saves up one second and no more', () => {
    const limit = new RateLimit();
    limit.take(600, 0);
    const burst = Array.from({ length: 100 }, () =>
      limit.take(600, 3_600_000),
    ).filter(Boolean);
    expect(burst).toHaveLength(10);
  });
});
