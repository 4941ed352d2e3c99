import fc from 'fast-check';
import { CALM } from '../testing/calm.fixture';
import {
  expectHonestCounts,
  expectNothingLost,
  expectNotOverspent,
  expectOneOwner,
  expectReplayable,
  expectResentPriced,
  expectStopped,
  type Prompts,
} from '../testing/invariants.fixture';
import { Play } from '../testing/play.fixture';
import {
  MAX_RECORDS,
  schedules,
  type Schedule,
} from '../testing/schedule.fixture';

const SCHEDULES = Number(process.env['SCHEDULES'] ?? 2_000);
/** The same every time, so that a red build is red for everybody; a search takes another. */
const SEED = Number(process.env['SCHEDULES_SEED'] ?? 1);
/** Replays one counterexample: the path that its failure printed. */
const PATH = process.env['SCHEDULES_PATH'];

const references = new Map<string, Promise<Prompts>>();

/** What undisturbed workers ask for each index. */
function promptsOf({ rows, steps }: Schedule): Promise<Prompts> {
  const key = `${rows} ${steps}`;
  const known = references.get(key) ?? undisturbed(rows, steps);
  references.set(key, known);
  return known;
}

async function undisturbed(
  rows: number,
  steps: Schedule['steps'],
): Promise<Prompts> {
  const play = await Play.create({
    ...CALM,
    records: MAX_RECORDS,
    rows,
    steps,
  });
  await play.run();
  return (await play.world.accepted()).sort((a, b) => a.index - b.index);
}

async function expectOrder(play: Play): Promise<void> {
  const exported = {
    accepted: await play.world.accepted(),
    rejected: await play.world.rejected(),
  };
  expect([...play.violations]).toEqual([]);
  expectNothingLost(play, exported);
  expectNotOverspent(play);
  expectHonestCounts(play, exported);
  expectResentPriced(play);
  expectReplayable(play, exported, await promptsOf(play.schedule));
  expectOneOwner(play);
}

/** More than the records of any schedule may cost. */
const AMPLE_NANO_USD = 10_000_000_000;

/**
 * Plays it to its end, and on: perhaps with its rejected records in the same weather, without trouble, and with all the
 * money that it needs. @returns how its shards had ended the first time.
 */
async function playOut(schedule: Schedule): Promise<string[]> {
  const play = await Play.create(schedule);
  await play.run();
  const outcomes = [...play.world.rows.values()].map(({ outcome }) => outcome);
  await expectOrder(play);
  expectStopped(play);
  if (schedule.isRetried) {
    await play.resume({ isCalm: false, retryRejected: true });
    await expectOrder(play);
  }
  await play.resume();
  await expectOrder(play);
  if (schedule.budgetPercent === undefined) expectDone(play);
  await play.resume({ retryRejected: true, raiseNanoUsd: AMPLE_NANO_USD });
  await expectOrder(play);
  expectDone(play);
  expect(await play.world.accepted()).toHaveLength(schedule.records);
  return outcomes;
}

function expectDone({ world }: Play): void {
  for (const { outcome } of world.rows.values()) expect(outcome).toBe('DONE');
}

describe('a job', () => {
  it(`keeps its six invariants in ${SCHEDULES} random schedules`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        for (const outcome of await playOut(schedule)) seen.add(outcome);
      }),
      {
        numRuns: SCHEDULES,
        seed: SEED,
        ...(PATH !== undefined && { path: PATH, endOnFailure: true }),
      },
    );
    if (PATH === undefined)
      expect([...seen]).toEqual(
        expect.arrayContaining(['DONE', 'OUT_OF_BUDGET', 'CANCELLED']),
      );
  }, 3_600_000);

  it.each<[string, Partial<Schedule>]>([
    [
      'books the end of a worker whose budget is gone',
      {
        isFree: false,
        budgetPercent: 0,
        weather: [{ call: 1, kind: 'SLOW' }],
      },
    ],
    [
      'books the calls of a record that an error cut short',
      {
        records: 10,
        shards: 2,
        isFree: false,
        budgetPercent: 21,
        weather: [
          { call: 1, kind: 'THROTTLED' },
          { call: 5, kind: 'LOST_BILLED' },
        ],
        faults: [{ request: 165, kind: 'ERROR' }],
      },
    ],
    [
      'begins no call that had waited for its place when it was cancelled',
      {
        records: 5,
        maxConcurrency: 4,
        checkpointInterval: 1,
        steps: 'TWO',
        isFree: false,
        modelMs: 3_000,
        capacity: 1,
        weather: [{ call: 11, kind: 'THROTTLED' }],
        cancelAtMs: 6_001,
      },
    ],
    [
      'begins no call in a worker that waited for its first money when it was cancelled',
      {
        records: 2,
        shards: 2,
        checkpointInterval: 1,
        isFree: false,
        budgetPercent: 0,
        latencySeed: 18_228,
        storageMs: 20,
        weather: [{ call: 1, kind: 'SLOW' }],
        cancelAtMs: 4_397,
      },
    ],
    [
      'gives no account of a worker that failed before anything could pay for it',
      {
        records: 3,
        shards: 3,
        checkpointInterval: 1,
        isFree: false,
        budgetPercent: 0,
        latencySeed: 968_112,
        storageMs: 400,
        faults: [{ request: 60, kind: 'ERROR' }],
        fates: [
          { shard: 0, life: 0, fate: { kind: 'ZOMBIE', afterMs: 4_809 } },
        ],
        cancelAtMs: 0,
      },
    ],
    [
      'covers the end of a replaced worker that waited for money when it was cancelled',
      {
        records: 6,
        shards: 3,
        checkpointInterval: 1,
        steps: 'SCHEMA',
        isFree: false,
        budgetPercent: 87,
        latencySeed: 968_134,
        storageMs: 400,
        faults: [{ request: 60, kind: 'ERROR' }],
        fates: [
          { shard: 2, life: 0, fate: { kind: 'ZOMBIE', afterMs: 4_816 } },
          { shard: 0, life: 0, fate: { kind: 'KILL', atBoundary: 4 } },
        ],
        cancelAtMs: 323,
      },
    ],
    [
      'stops workers whose time nobody pays, though their records wait',
      {
        records: 10,
        shards: 3,
        maxConcurrency: 2,
        checkpointInterval: 1,
        isFree: false,
        budgetPercent: 51,
        modelMs: 3_000,
        capacity: 1,
        faults: [{ request: 1, kind: 'REPLY_LOST' }],
      },
    ],
    [
      'writes the bill of a checkpoint whose row could not be written',
      {
        records: 18,
        rows: 8,
        shards: 4,
        maxConcurrency: 3,
        checkpointInterval: 2,
        checkpointMs: 700,
        maxAttempts: 2,
        steps: 'TWO',
        isFree: false,
        latencySeed: 352_191,
        modelMs: 3_000,
        storageMs: 20,
        capacity: 3,
        badRow: { row: 0, weather: 'CUT_OFF' },
        faults: [
          { request: 104, kind: 'ERROR' },
          { request: 132, kind: 'ERROR' },
        ],
        cancelAtMs: 4_462,
      },
    ],
    [
      'tries a model that takes nothing beside a call that hangs',
      {
        records: 2,
        rows: 2,
        maxConcurrency: 2,
        maxAttempts: 3,
        checkpointInterval: 6,
        checkpointMs: 700,
        steps: 'TWO',
        latencySeed: 705_269,
        modelMs: 1_500,
        storageMs: 20,
        capacity: 1,
        weather: [{ call: 5, kind: 'SLOW' }],
      },
    ],
    [
      'bills a batch once that its owner and his successor named at once',
      {
        records: 4,
        shards: 2,
        checkpointInterval: 1,
        budgetPercent: 29,
        storageMs: 400,
        capacity: 1,
        weather: [{ call: 2, kind: 'THROTTLED' }],
        fates: [
          { shard: 0, life: 0, fate: { kind: 'ZOMBIE', afterMs: 4_854 } },
        ],
        cancelAtMs: 6_188,
      },
    ],
  ])('%s', async (_what, schedule) => {
    await playOut({ ...CALM, ...schedule });
  });
});
