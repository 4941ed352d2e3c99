import {
  bucketOf,
  HISTOGRAM_RELATIVE_ERROR,
  MAX_METRICS_DAYS,
  type ModelDay,
  type Problem,
  type StudioMetrics,
} from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { StudioMetricsController } from './studio-metrics.controller';

function aDay(overrides: Partial<ModelDay> = {}): ModelDay {
  return {
    day: '2026-11-20',
    model: 'llama-3.1-8b',
    runs: 4,
    completed: 3,
    stopped: 0,
    failures: { TIME_OUT: 1 },
    inputTokens: 100,
    outputTokens: 50,
    cacheReadTokens: 30,
    cacheWriteTokens: 10,
    costNanoUsd: 5_000,
    timeToFirstTokenMs: { [bucketOf(200)]: 4 },
    totalMs: { [bucketOf(1_000)]: 3, [bucketOf(60_000)]: 1 },
    ...overrides,
  };
}

describe(StudioMetricsController.name, () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
    const { metrics, connections } = api.studio;
    metrics.days.set(`user#${USER}`, [
      aDay({ day: '2026-11-01' }),
      aDay(),
      aDay({ model: 'claude-haiku' }),
    ]);
    metrics.days.set('all', [aDay({ runs: 40 })]);
    connections.open.push(USER, USER, STRANGER);
  });
  afterAll(() => api.stop());

  const show = <Body = StudioMetrics>(user: string, from: string, to: string) =>
    api.call<Body>(user, 'GET', `/metrics/studio?from=${from}&to=${to}`);

  it("shows a user's own runs of the days, with the percentiles of all samples", async () => {
    const { status, body } = await show(USER, '2026-11-10', '2026-11-21');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'own',
      openConnections: 2,
      total: {
        runs: 8,
        failed: 2,
        errorRates: { TIME_OUT: 0.25 },
        cacheReadTokens: 60,
        costNanoUsd: 10_000,
        totalMs: { samples: 8 },
      },
    });
    expect(body.models.map(({ model }) => model)).toEqual([
      'claude-haiku',
      'llama-3.1-8b',
    ]);
    expect(body.days).toHaveLength(2);
    const { p50 = 0, p99 = 0 } = body.total.totalMs;
    for (const [shown, sample] of [
      [p50, 1_000],
      [p99, 60_000],
    ] as const)
      expect(Math.abs(shown / sample - 1)).toBeLessThanOrEqual(
        HISTOGRAM_RELATIVE_ERROR + 1e-9,
      );
  });

  it('shows nothing of others to a user, and everything to an administrator', async () => {
    const stranger = await show(STRANGER, '2026-11-01', '2026-11-30');
    expect(stranger.body).toMatchObject({
      scope: 'own',
      openConnections: 1,
      total: { runs: 0, totalMs: { samples: 0 } },
      days: [],
    });
    const admin = await show(ADMIN, '2026-11-01', '2026-11-30');
    expect(admin.body).toMatchObject({
      scope: 'all',
      openConnections: 3,
      total: { runs: 40 },
    });
  });

  it.each([
    ['2026-11-21', '2026-11-20', 'to'],
    ['2026-01-01', '2026-11-20', 'from'],
    ['2026-02-30', '2026-03-01', 'from'],
    ['yesterday', '2026-03-01', 'from'],
  ])('refuses %s to %s, and says where', async (from, to, where) => {
    const { status, body } = await show<Problem>(USER, from, to);
    expect(status).toBe(400);
    expect(body.issues?.map((issue) => issue.where)).toEqual([
      expect.stringContaining(where),
    ]);
  });

  it(`takes ${MAX_METRICS_DAYS} days`, async () => {
    const from = new Date('2026-11-20');
    from.setUTCDate(from.getUTCDate() - MAX_METRICS_DAYS + 1);
    const day = from.toISOString().slice(0, 10);
    expect((await show(USER, day, '2026-11-20')).status).toBe(200);
  });
});
