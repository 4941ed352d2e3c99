import {
  InvalidInput,
  ModelRefused,
  openLedger,
  studioScope,
  type RunFailureKind,
} from '@plot-palette/domain';
import type { MemoryStudio } from './memory-studio.fixture';
import { performRun } from './perform-run';
import type { RunDependencies } from './run-dependencies';
import {
  aStudio,
  processOf,
  scheduledModel,
  type RunSchedule,
} from './run-schedule.fixture';

const CAP_NANO_USD = 10 ** 9;

const part = (text: string, afterMs = 0) => ({
  text,
  afterMs,
  isThought: false,
});

function schedule(overrides: Partial<RunSchedule>): RunSchedule {
  return {
    parts: [part('Because'), part(' so.')],
    failures: [],
    end: 'COMPLETE',
    stopAfterMs: undefined,
    fault: undefined,
    ...overrides,
  };
}

describe(performRun.name, () => {
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }),
  );
  afterEach(() => jest.useRealTimers());

  /** Plays a run to its end. */
  async function perform(
    overrides: Partial<RunSchedule>,
    studio: MemoryStudio = aStudio(),
    changes: Partial<RunDependencies> = {},
  ) {
    let calls = 0;
    const model = scheduledModel(schedule(overrides), studio);
    const models: RunDependencies['models'] = {
      stream: (input, options) => {
        calls += 1;
        return model.stream(input, options);
      },
    };
    const dependencies = processOf(studio, models, undefined, CAP_NANO_USD);
    const performing = performRun(studio.run.runId, {
      ...dependencies,
      ...changes,
    });
    await jest.advanceTimersByTimeAsync(600_000);
    return { answer: await performing, studio, calls };
  }

  it('answers, and says when the first word came and what it cost', async () => {
    const { answer, studio, calls } = await perform({
      parts: [part('Because', 700), part(' so.', 300)],
    });
    expect(calls).toBe(1);
    expect(answer).toMatchObject({
      text: 'Because so.',
      status: 'COMPLETED',
      stopReason: 'end_turn',
      timeToFirstTokenMs: 700,
      processingTime: 1_000,
      costNanoUsd: studio.billedNanoUsd,
      usage: { outputTokens: 2, estimated: false },
    });
  });

  it('is generated once, however often its function is invoked', async () => {
    const first = await perform({});
    const again = await perform({}, first.studio);
    expect([again.calls, again.answer]).toEqual([0, undefined]);
    expect(first.studio.answers).toHaveLength(1);
  });

  it.each(['THROTTLED', 'UNAVAILABLE', 'LOST'] as const)(
    'asks again when a try before the first word is %s',
    async (failure) => {
      const { answer, studio, calls } = await perform({
        failures: [failure, failure],
      });
      expect(calls).toBe(3);
      expect(answer?.status).toBe('COMPLETED');
      // Only a lost try may have been billed.
      const isPaid = failure === 'LOST';
      expect((studio.ledgerRow?.writtenOff ?? 0) > 0).toBe(isPaid);
    },
  );

  it('gives up after a few tries, in words for people', async () => {
    const { answer, studio, calls } = await perform({
      failures: Array.from({ length: 20 }, () => 'THROTTLED' as const),
    });
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(10);
    expect(answer).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'THROTTLED' },
      costNanoUsd: 0,
    });
    expect(studio.ledgerRow?.available).toBe(CAP_NANO_USD);
  });

  it('does not ask again after the first word: the partial text is kept, and paid as reserved', async () => {
    const { answer, studio, calls } = await perform({ end: 'ERROR' });
    expect(calls).toBe(1);
    expect(answer).toMatchObject({
      text: 'Because so.',
      status: 'FAILED',
      failure: { kind: 'MODEL_UNAVAILABLE' },
      usage: { estimated: true },
    });
    expect(answer?.costNanoUsd).toBe(studio.ledgerRow?.writtenOff);
    expect(answer?.costNanoUsd).toBeGreaterThanOrEqual(studio.billedNanoUsd);
  });

  it("ends with its text when the project's time is up", async () => {
    const studio = aStudio();
    const began = Date.now();
    const { answer } = await perform({ end: 'HANG' }, studio);
    expect(answer).toMatchObject({
      text: 'Because so.',
      status: 'FAILED',
      failure: { kind: 'TIME_OUT' },
    });
    const { timeoutSeconds } = studio.assignment;
    expect(Date.parse(studio.run.finishedAt ?? '') - began).toBe(
      timeoutSeconds * 1_000,
    );
  });

  it('says what it may have cost when it was stopped before its first word', async () => {
    const studio = aStudio();
    setTimeout(() => {
      studio.run = { ...studio.run, stopRequested: true };
    }, 3_000);
    const { answer, calls } = await perform(
      { parts: [part('Because', 60_000)] },
      studio,
    );
    expect(calls).toBe(1);
    expect(answer).toMatchObject({
      text: '',
      status: 'STOPPED',
      usage: { estimated: true },
    });
    expect(answer?.costNanoUsd).toBeGreaterThan(0);
    expect(answer?.costNanoUsd).toBe(studio.ledgerRow?.writtenOff);
  });

  it('ends the call to the model when its log cannot be written, and leaves the end to others', async () => {
    const studio = aStudio();
    const model = scheduledModel(
      schedule({ parts: [part('Because'), part(' so.', 30_000)] }),
      studio,
    );
    let signal: AbortSignal | undefined;
    const dependencies = processOf(
      studio,
      {
        stream: (input, options) => {
          ({ signal } = options);
          return model.stream(input, options);
        },
      },
      undefined,
      CAP_NANO_USD,
    );
    const { append } = studio.runs;
    studio.runs.append = (runId, events, lease) =>
      events.some(({ type }) => type === 'delta')
        ? Promise.reject(new Error('the table is away'))
        : append(runId, events, lease);
    const performing = performRun(studio.run.runId, dependencies);
    const failing = expect(performing).rejects.toThrow('away');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(signal?.aborted).toBe(true);
    await failing;
    expect([studio.answers, studio.run.status]).toEqual([[], 'RUNNING']);
  });

  it('writes the first words at once and gathers the others', async () => {
    const studio = aStudio();
    const writtenAt: number[] = [];
    const began = Date.now();
    const { append } = studio.runs;
    studio.runs.append = async (runId, events, lease) => {
      if (events.some(({ type }) => type === 'delta'))
        writtenAt.push(Date.now() - began);
      await append(runId, events, lease);
    };
    const parts = Array.from({ length: 200 }, () => part('word ', 10));
    const { answer } = await perform({ parts }, studio);
    expect(answer?.text).toBe('word '.repeat(200));
    expect(writtenAt[0]).toBe(10);
    // Two seconds of text, with pauses that grow from 50 to 250 ms.
    expect(writtenAt.length).toBeLessThan(20);
    const gaps = writtenAt.slice(1).map((at, i) => at - (writtenAt[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(260);
  });

  it('asks no model when it was stopped before it began', async () => {
    const studio = aStudio({ stopRequested: true });
    const { answer, calls } = await perform({}, studio);
    expect(calls).toBe(0);
    expect(answer).toMatchObject({ status: 'STOPPED', costNanoUsd: 0 });
  });

  it('asks no model when the month does not cover what the answer may cost', async () => {
    const studio = aStudio();
    const { userId, createdAt } = studio.run;
    studio.ledgerRow = openLedger(studioScope(userId, createdAt), 10, 0);
    const { answer, calls } = await perform({}, studio);
    expect(calls).toBe(0);
    expect(answer).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'BUDGET_EXCEEDED' },
      costNanoUsd: 0,
    });
    expect(studio.ledgerRow.available).toBe(10);
  });

  const refusals: [RunFailureKind, Error][] = [
    ['MODEL_REFUSED', new ModelRefused('no access')],
    ['INPUT_TOO_LONG', new ModelRefused('Input is too long for this model')],
  ];
  it.each(refusals)('is not tried again after %s', async (kind, error) => {
    let calls = 0;
    const studio = aStudio();
    const { answer } = await perform({}, studio, {
      models: {
        // eslint-disable-next-line require-yield -- refused before the first part
        async *stream() {
          calls += 1;
          throw error;
        },
      },
    });
    expect(calls).toBe(1);
    expect(answer).toMatchObject({ failure: { kind }, costNanoUsd: 0 });
  });

  it('ends, and asks no model, when a card that it names was deleted since', async () => {
    const { answer, calls } = await perform({}, aStudio(), {
      cards: {
        systemPromptCards: () =>
          Promise.reject(new InvalidInput('the project has no card 1')),
      },
    });
    expect(calls).toBe(0);
    expect(answer).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'INTERNAL', message: 'the project has no card 1' },
    });
  });

  it('names the cards that it was given, in their versions', async () => {
    const { answer } = await perform({}, aStudio(), {
      cards: {
        systemPromptCards: async () => [
          { promptId: 'tone', version: 3, content: 'Be brief.' },
        ],
      },
    });
    expect(answer?.promptCardsUsed).toEqual(['tone@3']);
  });

  it('pushes every event to whoever watches, in order and before it returns', async () => {
    const { studio } = await perform({
      failures: ['THROTTLED'],
      parts: [part('a'), part('b', 500), part('c', 500)],
    });
    expect(studio.pushed).toEqual(studio.log);
    expect(studio.log.map(({ type }) => type)).toEqual([
      'started',
      'delta',
      'delta',
      'delta',
      'usage',
      'completed',
    ]);
  });
});
