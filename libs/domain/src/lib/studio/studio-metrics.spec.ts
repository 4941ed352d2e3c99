import { bucketOf } from './histogram';
import {
  measuresOf,
  studioMetricsSchema,
  type ModelDay,
} from './studio-metrics';

function aDay(overrides: Partial<ModelDay> = {}): ModelDay {
  return {
    day: '2026-11-21',
    model: 'claude-haiku',
    runs: 4,
    completed: 2,
    stopped: 1,
    failures: { THROTTLED: 1 },
    inputTokens: 10,
    outputTokens: 20,
    cacheReadTokens: 3,
    cacheWriteTokens: 4,
    costNanoUsd: 1_000,
    timeToFirstTokenMs: { [bucketOf(100)]: 2 },
    totalMs: { [bucketOf(1_000)]: 3, [bucketOf(9_000)]: 1 },
    ...overrides,
  };
}

const about = (sample: number) =>
  expect.closeTo(sample, -Math.log10(sample * 0.06));

describe(measuresOf.name, () => {
  it('sums runs, rates, tokens and cost, and takes percentiles of all samples', () => {
    const slow = aDay({
      day: '2026-11-22',
      runs: 96,
      completed: 96,
      stopped: 0,
      failures: {},
      timeToFirstTokenMs: { [bucketOf(5_000)]: 96 },
    });
    const other = aDay({ model: 'llama-3.1-8b', runs: 4 });
    const { total, models, days } = measuresOf([aDay(), slow, other]);
    expect(total).toMatchObject({
      runs: 104,
      completed: 100,
      failed: 2,
      errorRates: { THROTTLED: 2 / 104 },
      costNanoUsd: 3_000,
    });
    expect(models).toMatchObject([
      {
        model: 'claude-haiku',
        runs: 100,
        // No average of the days' own medians.
        timeToFirstTokenMs: { samples: 98, p50: about(5_000) },
      },
      { model: 'llama-3.1-8b', runs: 4 },
    ]);
    expect(days).toHaveLength(3);
    expect(days[0]).toMatchObject({
      day: '2026-11-21',
      errorRates: { THROTTLED: 0.25 },
      totalMs: { samples: 4, p50: about(1_000), p99: about(9_000) },
    });
    const shown = { from: '2026-11-21', to: '2026-11-22', scope: 'own' };
    expect(() =>
      studioMetricsSchema.parse({
        ...shown,
        openConnections: 0,
        total,
        models,
        days,
      }),
    ).not.toThrow();
  });

  it('has zeros and no percentiles when nothing ran', () => {
    const { total, models } = measuresOf([]);
    expect(total).toMatchObject({
      runs: 0,
      errorRates: {},
      totalMs: { samples: 0 },
    });
    expect(total.totalMs).not.toHaveProperty('p50');
    expect(models).toEqual([]);
  });
});
