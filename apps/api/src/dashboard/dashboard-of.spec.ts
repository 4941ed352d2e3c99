import {
  dashboardSchema,
  EMPTY_TOTALS,
  EMPTY_USAGE,
  openLedger,
  type Job,
  type ShardRow,
} from '@plot-palette/domain';
import { aJob } from '../testing/job.fixture';
import { dashboardOf } from './dashboard-of';

const STARTED = '2026-01-01T00:00:00.000Z';
const NOW = new Date('2026-01-01T00:00:10.000Z');

function row(
  { jobId }: Job,
  shard: number,
  changes: Partial<ShardRow> = {},
): ShardRow {
  return {
    jobId,
    shard,
    from: shard * 50,
    to: (shard + 1) * 50,
    outcome: 'RUNNING',
    reason: '',
    fence: 1,
    version: 1,
    totals: { ...EMPTY_TOTALS, accepted: 20, rejected: 5, modelNanoUsd: 300 },
    inFlight: 4,
    bindingLimit: 'MODEL',
    heartbeatAt: STARTED,
    updatedAt: STARTED,
    ...changes,
  };
}

const ledger = {
  ...openLedger('job#x', 1_000, 100),
  available: 400,
  settled: 200,
  writtenOff: 50,
  grants: { '0-1': 150, '1-1': 100 },
};

describe(dashboardOf.name, () => {
  it('adds up shards and money, and reckons speed and time left', () => {
    const job = aJob({ status: 'RUNNING', startedAt: STARTED, records: 100 });
    const dashboard = dashboardOf(
      job,
      [row(job, 0), row(job, 1, { inFlight: 2, reason: 'It waits.' })],
      ledger,
      NOW,
    );
    expect(dashboardSchema.parse(dashboard)).toMatchObject({
      job: { counts: { accepted: 40, rejected: 10, notAttempted: 50 } },
      inFlight: 6,
      bindingLimit: 'MODEL',
      recordsPerSecond: 5,
      secondsLeft: 10,
      shards: [{ reason: '' }, { reason: 'It waits.' }],
      ledger: {
        limitNanoUsd: 1_000,
        // 200 by closed holders, and all of the open grants: the shards have spent 600 in all. 100 are the closing reserve.
        settledNanoUsd: 450,
        reservedNanoUsd: 100,
        availableNanoUsd: 400,
        writtenOffNanoUsd: 50,
      },
    });
  });

  it('names what holds back those workers that are held back, and each of them', () => {
    const job = aJob({ status: 'RUNNING', startedAt: STARTED, records: 200 });
    const rows = [
      row(job, 0, { bindingLimit: 'NONE' }),
      row(job, 1, { bindingLimit: 'NONE' }),
      row(job, 2, { bindingLimit: 'BUDGET' }),
      row(job, 3, { bindingLimit: 'MODEL', outcome: 'INTERRUPTED' }),
    ];
    const { bindingLimit, shards } = dashboardOf(job, rows, ledger, NOW);
    expect(bindingLimit).toBe('BUDGET');
    expect(shards.map((shard) => shard.bindingLimit)).toEqual([
      'NONE',
      'NONE',
      'BUDGET',
      'NONE',
    ]);
  });

  it('says what each model took over all shards', () => {
    const job = aJob({ status: 'RUNNING', startedAt: STARTED, records: 100 });
    const usage = {
      ...EMPTY_USAGE,
      calls: 2,
      inputTokens: 10,
      cacheReadTokens: 30,
      costNanoUsd: 70,
    };
    const totals = { ...EMPTY_TOTALS, usage: { claude: usage } };
    const rows = [0, 1].map((shard) => row(job, shard, { totals }));
    const dashboard = dashboardOf(job, rows, ledger, NOW);
    expect(dashboardSchema.parse(dashboard).totals.usage).toEqual({
      claude: {
        ...EMPTY_USAGE,
        calls: 4,
        inputTokens: 20,
        cacheReadTokens: 60,
        costNanoUsd: 140,
      },
    });
  });

  it('is all zeros while the job waits', () => {
    const dashboard = dashboardOf(aJob({ status: 'QUEUED' }), [], ledger, NOW);
    expect(dashboardSchema.parse(dashboard)).toMatchObject({
      inFlight: 0,
      bindingLimit: 'NONE',
      recordsPerSecond: 0,
      totals: EMPTY_TOTALS,
      shards: [],
    });
    expect(dashboard.secondsLeft).toBeUndefined();
  });

  it('keeps the final counts of an ended job, and says no time left', () => {
    const counts = { accepted: 40, rejected: 10, notAttempted: 50 };
    const job = aJob({
      status: 'CANCELLED',
      records: 100,
      counts,
      startedAt: STARTED,
      finishedAt: '2026-01-01T00:00:05.000Z',
    });
    const dashboard = dashboardOf(
      job,
      [row(job, 0, { outcome: 'CANCELLED' })],
      ledger,
      NOW,
    );
    expect(dashboard.job.counts).toEqual(counts);
    expect(dashboard.inFlight).toBe(0);
    expect(dashboard.recordsPerSecond).toBe(5);
    expect(dashboard.secondsLeft).toBeUndefined();
  });
});
