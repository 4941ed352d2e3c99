import { randomUUID } from 'node:crypto';
import {
  bucketOf,
  Fenced,
  sampleCount,
  type Run,
  type RunEvent,
} from '@plot-palette/domain';
import { localCloud } from '../local-cloud.fixture';
import { FaultyConnections, InjectedFault } from './faulty-connections.fixture';
import { aQuestion, aRun, aSession } from './run.fixture';
import type { RunLease, RunOutcome } from './run-store';
import { StudioMetricsStore } from './studio-metrics-store';
import { createStudioStores, type StudioStores } from './studio-stores';

const { connections, tables } = localCloud();
const studio = createStudioStores(tables, connections);
afterAll(() => connections.close());

const march = { from: '2026-03-01', to: '2026-03-31' };
const inAMinute = (): string => new Date(Date.now() + 60_000).toISOString();

const outcome: RunOutcome = {
  status: 'COMPLETED',
  usage: {
    inputTokens: 100,
    outputTokens: 20,
    cacheReadTokens: 0,
    cacheWriteTokens: 5,
    estimated: false,
  },
  costNanoUsd: 1_234,
  timeToFirstTokenMs: 300,
  totalMs: 2_000,
};
const failed: RunOutcome = {
  status: 'FAILED',
  failure: { kind: 'THROTTLED', message: 'busy' },
  costNanoUsd: 1_234,
  totalMs: 9_000,
};

/** A model and a user of its own keep what is counted apart from other tests. */
async function started(overrides: Partial<Run> = {}) {
  const session = aSession({ userId: `user-${randomUUID()}`, ...overrides });
  const question = aQuestion(session);
  const fresh = aRun(session, question);
  const run: Run = {
    ...fresh.run,
    model: `model-${randomUUID()}`,
    createdAt: '2026-03-05T23:59:59.999Z',
    ...overrides,
    sessionId: session.sessionId,
  };
  await studio.runs.create(
    [{ ...fresh, run }],
    { session, isNew: true, question, historyDays: 90 },
    inAMinute(),
  );
  const lease: RunLease = { token: randomUUID(), until: inAMinute() };
  await studio.runs.claim(run.runId, lease);
  return { run, lease };
}

type Started = Awaited<ReturnType<typeof started>>;

function end(
  { run, lease }: Started,
  how: RunOutcome = outcome,
  { runs }: Pick<StudioStores, 'runs'> = studio,
): Promise<void> {
  const event: RunEvent = {
    runId: run.runId,
    seq: 1,
    type: 'stopped',
    costNanoUsd: how.costNanoUsd,
    totalMs: 1,
  };
  return runs.finish(run, [event], how, lease);
}

const runsOf = async (userId: string): Promise<number> => {
  const days = await studio.metrics.list(`user#${userId}`, march);
  return days.reduce((sum, { runs }) => sum + runs, 0);
};
const runsWith = async (model: string): Promise<number> => {
  const days = await studio.metrics.list('all', march);
  return days.find((day) => day.model === model)?.runs ?? 0;
};

describe(StudioMetricsStore.name, () => {
  it('counts every one of many runs that end at once, for its user and for all', async () => {
    const first = await started();
    const { userId, model } = first.run;
    const outcomes: readonly RunOutcome[] = [
      ...Array.from({ length: 15 }, () => outcome),
      failed,
      { ...outcome, status: 'STOPPED' },
    ];
    const own = await Promise.all(
      outcomes.map(async (how) => ({
        how,
        run: await started({ userId, model }),
      })),
    );
    const others = await Promise.all(
      Array.from({ length: 4 }, () => started({ model })),
    );
    await Promise.all([
      end(first),
      ...own.map(({ run, how }) => end(run, how)),
      ...others.map((other) => end(other)),
    ]);
    const [mine, ...more] = await studio.metrics.list(`user#${userId}`, march);
    expect(more).toEqual([]);
    expect(mine).toMatchObject({
      day: '2026-03-05',
      model,
      runs: 18,
      completed: 16,
      stopped: 1,
      failures: { THROTTLED: 1, TIME_OUT: 0 },
      inputTokens: 1_700,
      cacheWriteTokens: 85,
      costNanoUsd: 18 * 1_234,
      timeToFirstTokenMs: { [bucketOf(300)]: 17 },
    });
    expect(mine?.totalMs).toEqual({
      [bucketOf(2_000)]: 17,
      [bucketOf(9_000)]: 1,
    });
    const all = await studio.metrics.list('all', march);
    const sums = all.filter((day) => day.model === model);
    expect(sums.map(({ runs }) => runs)).toEqual([22]);
    expect(sampleCount(sums[0]?.totalMs ?? {})).toBe(22);
  });

  it('lists the days that are asked for, oldest first', async () => {
    const { userId } = aSession();
    const days = ['2026-03-31', '2026-02-28', '2026-03-01', '2026-04-01'];
    for (const day of days)
      await end(
        await started({
          userId,
          createdAt: `${day}T00:00:00.000Z`,
          model: 'a#b',
        }),
      );
    const listed = await studio.metrics.list(`user#${userId}`, march);
    expect(listed.map(({ day, model }) => [day, model])).toEqual([
      ['2026-03-01', 'a#b'],
      ['2026-03-31', 'a#b'],
    ]);
    expect(await runsOf(randomUUID())).toBe(0);
  });

  it('counts a run once that is ended again, and none for who lost it', async () => {
    const run = await started();
    await end(run);
    await Promise.all([end(run), end(run)]);
    const fenced = { ...run, lease: { ...run.lease, token: randomUUID() } };
    await expect(end(fenced)).rejects.toBeInstanceOf(Fenced);
    expect(await runsOf(run.run.userId)).toBe(1);
    expect(await runsWith(run.run.model)).toBe(1);
  });

  it.each(['none', 'done, its reply lost'] as const)(
    'counts a run once whose end breaks off and is repeated: effect %s',
    async (effect) => {
      const faulty = new FaultyConnections(connections);
      const broken = createStudioStores(tables, faulty.connections);
      const run = await started();
      faulty.crashAt({ call: 1, effect });
      await expect(end(run, outcome, broken)).rejects.toBeInstanceOf(
        InjectedFault,
      );
      const isOver = effect !== 'none';
      expect(await runsOf(run.run.userId)).toBe(Number(isOver));
      expect((await studio.runs.get(run.run.runId))?.status).toBe(
        isOver ? 'COMPLETED' : 'RUNNING',
      );
      await end(run);
      expect(await runsOf(run.run.userId)).toBe(1);
      expect(await runsWith(run.run.model)).toBe(1);
    },
  );
});
