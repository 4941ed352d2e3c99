import { openLedger, studioScope } from '@plot-palette/domain';
import { grantHolderOf } from './conclude-run';
import { createExpiryHandler, expireRuns } from './expire-runs';
import type { MemoryStudio } from './memory-studio.fixture';
import { aStudio, processOf } from './run-schedule.fixture';

const CAP_NANO_USD = 1_000;
const RESERVED_NANO_USD = 70;
const OTHER = 'another-run/1';

/** A run that has written something and whose process was killed. */
async function abandoned(): Promise<MemoryStudio> {
  const studio = aStudio();
  const { runId, userId, createdAt } = studio.run;
  const scope = studioScope(userId, createdAt);
  const past = new Date(Date.now() - 1).toISOString();
  const lease = { token: 'killed', until: past };
  await studio.runs.claim(runId, lease);
  await studio.runs.append(
    runId,
    [
      { type: 'reasoning', text: 'Hm.', runId, seq: 1 },
      { type: 'delta', text: 'Be', runId, seq: 2 },
      { type: 'delta', text: 'cause', runId, seq: 3 },
    ],
    lease,
  );
  studio.ledgerRow = openLedger(scope, CAP_NANO_USD, 0);
  const holder = grantHolderOf(runId, 1);
  await studio.ledger.reserve(scope, holder, RESERVED_NANO_USD);
  await studio.ledger.reserve(scope, OTHER, 5);
  return studio;
}

const sweeperOf = (studio: MemoryStudio) => ({
  ...processOf(studio, { stream: () => never() }, undefined, CAP_NANO_USD),
  runs: studio.runs,
});

function never(): never {
  throw new Error('a sweep asks no model');
}

describe(expireRuns.name, () => {
  it('ends a run whose process is gone with the text of its log and everything that was reserved', async () => {
    const studio = await abandoned();
    expect(await expireRuns(sweeperOf(studio))).toEqual({
      expired: 1,
      ended: 1,
    });
    expect(studio.answers).toMatchObject([
      {
        status: 'FAILED',
        text: 'Because',
        reasoning: 'Hm.',
        failure: { kind: 'INTERRUPTED' },
        costNanoUsd: RESERVED_NANO_USD,
        usage: { estimated: true },
      },
    ]);
    expect(studio.run.status).toBe('FAILED');
    expect(studio.pushed.at(-1)).toMatchObject({ type: 'failed' });
  });

  it("writes off what the run had reserved, and nothing of other runs'", async () => {
    const studio = await abandoned();
    await expireRuns(sweeperOf(studio));
    expect(studio.ledgerRow).toMatchObject({
      writtenOff: RESERVED_NANO_USD,
      grants: { [OTHER]: 5 },
    });
  });

  it('costs nothing when no model was asked', async () => {
    const studio = aStudio();
    studio.leaseUntil = new Date(Date.now() - 1).toISOString();
    await expireRuns(sweeperOf(studio));
    expect(studio.run).toMatchObject({ status: 'FAILED', costNanoUsd: 0 });
    expect(studio.answers[0]?.usage).toBeUndefined();
  });

  it('ends the others when one cannot be ended', async () => {
    const studio = await abandoned();
    const [expired] = await studio.runs.expired(new Date().toISOString());
    if (expired === undefined) throw new Error('nothing has expired');
    const bad = { ...expired, run: { ...expired.run, runId: 'bad' } };
    const summary = await expireRuns({
      ...sweeperOf(studio),
      runs: {
        ...studio.runs,
        expired: async () => [bad, expired],
        takeOver: (runId, ...rest) =>
          runId === 'bad'
            ? Promise.reject(new Error('the table is away'))
            : studio.runs.takeOver(runId, ...rest),
      },
    });
    expect(summary).toEqual({ expired: 2, ended: 1 });
  });
});

describe(createExpiryHandler.name, () => {
  it('logs how many runs it has ended', async () => {
    const studio = await abandoned();
    const logged: unknown[] = [];
    await createExpiryHandler({
      ...sweeperOf(studio),
      logger: { ...studio.logger, info: (...line) => void logged.push(line) },
    })();
    expect(logged).toContainEqual([
      { expired: 1, ended: 1 },
      'run.expiry.done',
    ]);
  });
});
