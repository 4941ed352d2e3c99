import { EMPTY_TOTALS, type ShardOutcome, type ShardRow } from './shard';
import { firstRun, MAX_RUNS, nextRun } from './shard-run';

const JOB_ID = '7f3e0a52-55f0-4d0a-9f0c-3a2d5d4f8a11';

function row(outcome: ShardOutcome, accepted: number): ShardRow {
  const time = '2026-11-21T10:00:00.000Z';
  return {
    jobId: JOB_ID,
    shard: 3,
    from: 0,
    to: 1_000,
    outcome,
    reason: '',
    fence: 1,
    version: 1,
    totals: { ...EMPTY_TOTALS, accepted, attempts: accepted },
    inFlight: 0,
    bindingLimit: 'NONE',
    heartbeatAt: time,
    updatedAt: time,
  };
}

const start = firstRun(JOB_ID, 1, row('PENDING', 0));

describe(nextRun.name, () => {
  it.each(['DONE', 'OUT_OF_BUDGET', 'PAUSED', 'CANCELLED', 'FAILED'] as const)(
    'ends at %s',
    (outcome) => {
      expect(nextRun(start, row(outcome, 5))).toMatchObject({
        done: true,
        outcome,
        runs: 1,
      });
    },
  );

  it.each(['RUNNING', 'INTERRUPTED', 'PENDING'] as const)(
    'runs again after %s',
    (outcome) => {
      expect(nextRun(start, row(outcome, 5))).toMatchObject({
        done: false,
        recordsBefore: 5,
      });
    },
  );

  it('goes on demand after two losses on Spot and stays there', () => {
    const second = nextRun(start, row('RUNNING', 5));
    expect(second.capacityProvider).toBe('FARGATE_SPOT');
    const third = nextRun(second, row('RUNNING', 9));
    expect(third.capacityProvider).toBe('FARGATE');
    expect(nextRun(third, row('INTERRUPTED', 12)).capacityProvider).toBe(
      'FARGATE',
    );
  });

  it('fails a shard that made no record three times in a row, and forgives what came before a record', () => {
    const twice = nextRun(nextRun(start, row('RUNNING', 0)), row('RUNNING', 0));
    expect(twice.done).toBe(false);
    expect(nextRun(twice, row('RUNNING', 0))).toMatchObject({
      done: true,
      outcome: 'FAILED',
    });
    expect(nextRun(twice, row('RUNNING', 1))).toMatchObject({
      done: false,
      runsWithoutProgress: 0,
    });
  });

  it('ends after twenty runs, progress or not', () => {
    let run = start;
    for (let records = 1; !run.done; records++)
      run = nextRun(run, row('INTERRUPTED', records));
    expect(run).toMatchObject({ runs: MAX_RUNS, outcome: 'FAILED' });
  });
});
