import {
  endsRun,
  grantedTotal,
  isRunOver,
  type RunEvent,
} from '@plot-palette/domain';
import fc from 'fast-check';
import { expireRuns } from './expire-runs';
import type { MemoryStudio } from './memory-studio.fixture';
import { performRun } from './perform-run';
import {
  aStudio,
  processOf,
  runSchedules,
  scheduledModel,
  type RunSchedule,
} from './run-schedule.fixture';

const CAP_NANO_USD = 10 ** 9;
const RUNS = Number(process.env['SCHEDULES'] ?? 500);

const textOf = (log: readonly RunEvent[], type: 'delta' | 'reasoning') =>
  log.map((event) => (event.type === type ? event.text : '')).join('');

/** Lets time pass until the run is over: its process, and the sweep that comes every minute. */
async function play(schedule: RunSchedule): Promise<MemoryStudio> {
  const studio = aStudio();
  const models = scheduledModel(schedule, studio);
  const own = processOf(studio, models, schedule.fault, CAP_NANO_USD);
  const sweeper = processOf(studio, models, undefined, CAP_NANO_USD);
  void performRun(studio.run.runId, own).catch(() => undefined);
  if (schedule.stopAfterMs !== undefined)
    setTimeout(() => {
      if (!isRunOver(studio.run.status))
        studio.run = { ...studio.run, stopRequested: true };
    }, schedule.stopAfterMs);
  for (let minutes = 0; minutes < 10; minutes++) {
    await jest.advanceTimersByTimeAsync(60_000);
    if (isRunOver(studio.run.status)) break;
    await expireRuns({ ...sweeper, runs: studio.runs });
  }
  await jest.advanceTimersByTimeAsync(60_000);
  await expireRuns({ ...sweeper, runs: studio.runs });
  return studio;
}

function expectOneEnd({ log, run, answers, pushed }: MemoryStudio): void {
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
  expect(log.filter(endsRun)).toHaveLength(1);
  expect(log.at(-1)).toMatchObject({
    type: run.status.toLowerCase(),
    costNanoUsd: run.costNanoUsd,
  });
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({
    status: run.status,
    costNanoUsd: run.costNanoUsd,
    notes: run.notes,
    text: textOf(log, 'delta'),
  });
  expect(answers[0]?.reasoning ?? '').toBe(textOf(log, 'reasoning'));
  const seqs = pushed.map(({ seq }) => seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
}

function expectMoney(
  { ledgerRow, billedNanoUsd, run, answers }: MemoryStudio,
  { fault }: RunSchedule,
): void {
  if (ledgerRow === undefined) return expect(billedNanoUsd).toBe(0);
  const { limit, available, settled, writtenOff } = ledgerRow;
  expect(grantedTotal(ledgerRow)).toBe(0);
  expect(available + settled + writtenOff).toBe(limit);
  expect(settled + writtenOff).toBeGreaterThanOrEqual(billedNanoUsd);
  if (fault !== undefined) return;
  expect(run.costNanoUsd).toBe(settled + writtenOff);
  if (writtenOff === 0) expect(settled).toBe(billedNanoUsd);
  if (answers[0]?.usage?.estimated === false && writtenOff === 0)
    expect(run.costNanoUsd).toBe(billedNanoUsd);
}

describe('any schedule of a run', () => {
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }),
  );
  afterEach(() => jest.useRealTimers());

  it('ends it once, with a log without gaps that is its answer, and every token paid', async () => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(runSchedules, async (schedule) => {
        const studio = await play(schedule);
        expect(isRunOver(studio.run.status)).toBe(true);
        expectOneEnd(studio);
        expectMoney(studio, schedule);
        const end = studio.run.failure?.kind ?? studio.run.status;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }),
      { numRuns: RUNS },
    );
    // Else the schedules would show less than they say.
    expect([...ends.keys()].sort()).toEqual(
      expect.arrayContaining([
        'COMPLETED',
        'CONTENT_FILTERED',
        'INTERRUPTED',
        'MODEL_UNAVAILABLE',
        'STOPPED',
        'THROTTLED',
        'TIME_OUT',
      ]),
    );
  }, 300_000);
});
