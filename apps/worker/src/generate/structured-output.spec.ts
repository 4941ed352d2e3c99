import { minimumBudget, worstCaseCost } from '@plot-palette/domain';
import {
  buildRequest,
  ModelReplyLost,
  worstCaseCalls,
} from '@plot-palette/inference';
import type { FakeCall } from '../testing/fake-model.fixture';
import { Lifeline } from '../testing/lifeline.fixture';
import {
  FREE,
  MODEL,
  World,
  type WorldOptions,
} from '../testing/world.fixture';
import { StepRun } from './step-run';

const outputSchema = {
  type: 'object',
  properties: { n: { type: 'integer', minimum: 1 } },
  required: ['n'],
};
const step = { id: 'json', prompt: '{{ name }}', outputSchema };
const GOOD = { text: '{"n":1}' };

const create = (options: WorldOptions = {}) =>
  World.create({ steps: [step], maxConcurrency: 1, ...options });
const isCorrection = ({ prompt }: FakeCall) =>
  prompt.includes('Your answer cannot be used');

/** What calls, cost rows, ledger and model have to say is the same. */
function expectOneBill(world: World): void {
  const { settled, writtenOff, limit } = world.ledger.row;
  expect(world.overspent).toBeUndefined();
  expect(settled).toBe(world.model.billedNanoUsd);
  expect(world.billedByRows).toBe(settled);
  expect(settled + writtenOff).toBeLessThanOrEqual(limit);
  expect(world.ledger.row.grants).toEqual({});
}

describe(StepRun.name, () => {
  it('repairs what needs no call, and counts it', async () => {
    const world = await create({ records: 3 });
    world.model.answer = ({ number }) =>
      number === 2 ? GOOD : { text: "Sure: {'n': 2,}" };
    await world.worker().run();
    const steps = (await world.accepted()).map(
      (record) => record.steps['json'],
    );
    expect(steps.map((one) => [one?.output, one?.recovery])).toEqual([
      [{ n: 2 }, 'REPAIRED'],
      [{ n: 1 }, undefined],
      [{ n: 2 }, 'REPAIRED'],
    ]);
    expect(world.row().totals).toMatchObject({
      calls: 3,
      attempts: 3,
      repairedAnswers: 2,
      reaskedAnswers: 0,
    });
    expectOneBill(world);
  });

  it('asks once for what is wrong, in the same attempt, and adds the call to the step', async () => {
    const world = await create({ records: 1 });
    const seen: string[] = [];
    world.model.answer = (call) => {
      seen.push(call.prompt);
      return isCorrection(call) ? GOOD : { text: '{"n":0}' };
    };
    await world.worker().run();
    const [first = '', second = ''] = seen;
    expect(second.startsWith(`${first}{"n":0}`)).toBe(true);
    expect(second).toContain('/n must be >= 1');
    const costNanoUsd =
      world.model.cost(Buffer.byteLength(first), 7) +
      world.model.cost(Buffer.byteLength(second), 7);
    expect(await world.accepted()).toMatchObject([
      {
        attempts: 1,
        costNanoUsd,
        usage: { tester: { calls: 2, reaskedAnswers: 1, costNanoUsd } },
        steps: {
          json: {
            output: { n: 1 },
            recovery: 'REASKED',
            inputTokens: Buffer.byteLength(first + second),
            outputTokens: 14,
            latencyMs: 400,
            costNanoUsd,
          },
        },
      },
    ]);
    expect(world.row().totals).toMatchObject({ calls: 2, reaskedAnswers: 1 });
    expectOneBill(world);
  });

  it('rejects with the last answer when asking again never helps', async () => {
    const world = await create({ records: 1, maxAttemptsPerRecord: 2 });
    world.model.answer = ({ number }) => ({ text: `no ${number}` });
    await world.worker().run();
    expect(await world.rejected()).toMatchObject([
      {
        attempts: 2,
        lastRawOutput: 'no 4',
        reason: 'the answer is not JSON, also when asked to correct it',
        usage: { tester: { calls: 4, reaskedAnswers: 2 } },
      },
    ]);
    expectOneBill(world);
  });

  it.each([
    ['was cut off', { text: '{"n":1', stopReason: 'max_tokens' }],
    ['is empty', { text: ' ' }],
  ])('does not ask about an answer that %s', async (_what, bad) => {
    const world = await create({ records: 1, maxAttemptsPerRecord: 2 });
    world.model.answer = ({ number }) => (number === 1 ? bad : GOOD);
    await world.worker().run();
    expect(world.row().totals).toMatchObject({
      accepted: 1,
      attempts: 2,
      calls: 2,
      reaskedAnswers: 0,
    });
    expectOneBill(world);
  });

  it('bills to the nano-dollar when three of ten answers are malformed', async () => {
    const world = await create({ records: 200, rows: 50, maxConcurrency: 8 });
    const malformed = ["{'n':1}", '{"n":"1"}', 'Sorry, I cannot.'];
    let corrections = 0;
    let repaired = 0;
    world.model.answer = (call) => {
      const text = malformed[(call.number * 7) % 10];
      if (isCorrection(call)) corrections += 1;
      if (text === malformed[0]) repaired += 1;
      return text === undefined ? GOOD : { text };
    };
    await world.worker().run();
    const { totals, outcome } = world.row();
    expect(outcome).toBe('DONE');
    expect(totals).toMatchObject({
      calls: world.model.calls,
      repairedAnswers: repaired,
      reaskedAnswers: corrections,
      modelNanoUsd: world.model.billedNanoUsd,
    });
    expect(totals.accepted + totals.rejected).toBe(200);
    expect(corrections).toBeGreaterThan(30);
    expectOneBill(world);
  });

  describe('with a budget', () => {
    const rendered = { ...step, prompt: 'row 00000', maxTokens: 20 };
    const { bound } = buildRequest(rendered, MODEL);
    const recordBound = worstCaseCalls(rendered, bound)
      .map((call) => worstCaseCost(call, MODEL.price))
      .reduce((sum, cost) => sum + cost);
    const longest = 'x'.repeat(20);

    it('begins no record whose correction it could not pay for', async () => {
      const world = await create({ budgetNanoUsd: recordBound - 1 });
      await world.worker().run();
      expect(world.model.calls).toBe(0);
      expect(world.row().outcome).toBe('OUT_OF_BUDGET');
    });

    it.each([1, 2, 5])(
      'of %i records makes as many, though each is corrected',
      async (records) => {
        const budgetNanoUsd = minimumBudget(
          { closingNanoUsd: 0, shards: 1, records, recordBound },
          FREE,
        );
        const world = await create({ records: 100, budgetNanoUsd });
        world.model.answer = (call) =>
          isCorrection(call) ? GOOD : { text: longest };
        await world.worker().run();
        expect(world.row().totals.accepted).toBeGreaterThanOrEqual(records);
        expect(world.row().outcome).toBe('OUT_OF_BUDGET');
        expectOneBill(world);
      },
    );

    it('gives back what a correction did not need while the record goes on', async () => {
      const world = await create({
        records: 60,
        steps: [step, { id: 'slow', prompt: 'x' }],
        maxConcurrency: 50,
        budgetNanoUsd: 100 * recordBound,
      });
      world.model.answer = ({ prompt }) => (prompt === 'x' ? undefined : GOOD);
      world.model.latencyMs = ({ prompt }) => (prompt === 'x' ? 5_000 : 200);
      await world.worker().run();
      expect(world.row().totals.accepted).toBe(60);
      // So many records may be in flight at their worst case.
      expect(world.model.peakInFlight).toBeGreaterThan(2 * 5);
      expectOneBill(world);
    });

    it('reserves more for an answer that is longer than was reckoned with', async () => {
      const world = await create({
        records: 20,
        budgetNanoUsd: 3 * recordBound,
        maxConcurrency: 3,
      });
      world.model.answer = (call) =>
        isCorrection(call) ? GOOD : { text: 'y'.repeat(3_000) };
      await world.worker().run();
      expect(world.row().totals.accepted).toBeGreaterThan(0);
      expectOneBill(world);
    });

    it.each([3, 10, 40])(
      'of %i records is never overspent, with corrections, lost replies and workers side by side',
      async (records) => {
        const world = await create({
          records: 200,
          shards: 3,
          maxConcurrency: 6,
          budgetNanoUsd: records * recordBound,
        });
        world.model.answer = ({ number }) => {
          if (number % 11 === 0) return new ModelReplyLost('reset');
          return number % 3 === 0 ? { text: longest } : GOOD;
        };
        await Promise.all(
          world.snapshot.shards.map(({ shard }) =>
            world.worker(new Lifeline(), shard).run(),
          ),
        );
        expectOneBill(world);
        const corrected = world.snapshot.shards.map(
          ({ shard }) => world.row(shard).totals.reaskedAnswers,
        );
        expect(Math.max(...corrected)).toBeGreaterThan(0);
      },
    );
  });
});
