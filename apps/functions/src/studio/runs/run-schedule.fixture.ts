import { randomUUID } from 'node:crypto';
import {
  ModelThrottled,
  ModelUnavailable,
  type ChatMessage,
  type Run,
} from '@plot-palette/domain';
import { ModelReplyLost, type StreamPart } from '@plot-palette/inference';
import fc from 'fast-check';
import { MemoryStudio, MODEL } from './memory-studio.fixture';
import type { RunDependencies } from './run-dependencies';
import { sleep } from './sleep';

/** Everything that decides how a run goes; the first of each choice is the harmless one. */
export interface RunSchedule {
  readonly parts: readonly {
    readonly afterMs: number;
    readonly text: string;
    readonly isThought: boolean;
  }[];
  /** How the tries before the last one fail, before their first word. */
  readonly failures: readonly ('THROTTLED' | 'UNAVAILABLE' | 'LOST')[];
  readonly end: 'COMPLETE' | 'NO_USAGE' | 'ERROR' | 'HANG' | 'FILTERED';
  readonly stopAfterMs: number | undefined;
  /** What goes wrong at which of the process's accesses to its stores. */
  readonly fault:
    | { readonly kind: 'KILL' | 'ERROR' | 'REPLY_LOST'; readonly at: number }
    | undefined;
}

export const MAX_TOKENS = 200;
const INPUT_TOKENS = 5;

export const runSchedules: fc.Arbitrary<RunSchedule> = fc.record({
  parts: fc.array(
    fc.record({
      afterMs: fc.constantFrom(0, 1, 20, 60, 240, 4_000, 30_000),
      text: fc.constantFrom('a', 'Grüße ', '🦊', '\uD83E', '\uDD8A', ' 漢字'),
      isThought: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 25 },
  ),
  failures: fc.oneof(
    {
      weight: 9,
      arbitrary: fc.array(fc.constantFrom('THROTTLED', 'UNAVAILABLE', 'LOST'), {
        maxLength: 4,
      }),
    },
    // More than are tried.
    {
      weight: 1,
      arbitrary: fc.constant(Array<'THROTTLED'>(8).fill('THROTTLED')),
    },
  ),
  end: fc.constantFrom('COMPLETE', 'NO_USAGE', 'ERROR', 'HANG', 'FILTERED'),
  stopAfterMs: fc.option(fc.constantFrom(0, 10, 700, 5_000, 40_000), {
    nil: undefined,
  }),
  fault: fc.option(
    fc.record({
      kind: fc.constantFrom('KILL', 'ERROR', 'REPLY_LOST'),
      at: fc.integer({ min: 1, max: 30 }),
    }),
    { nil: undefined },
  ),
});

export function aStudio(overrides: Partial<Run> = {}): MemoryStudio {
  const createdAt = new Date().toISOString();
  const sessionId = randomUUID();
  const question: ChatMessage = {
    role: 'user',
    messageId: randomUUID(),
    sessionId,
    parentId: null,
    text: 'Why?',
    createdAt,
  };
  return new MemoryStudio(
    {
      runId: randomUUID(),
      userId: randomUUID(),
      projectId: randomUUID(),
      sessionId,
      status: 'QUEUED',
      model: MODEL,
      parameters: { maxTokens: MAX_TOKENS },
      userMessageId: question.messageId,
      answerMessageId: randomUUID(),
      lastSeq: 0,
      stopRequested: false,
      notes: ['The oldest two messages were left out.'],
      costNanoUsd: 0,
      createdAt,
      ...overrides,
    },
    {
      parentId: question.messageId,
      cardVersions: {},
      historyDays: 90,
      timeoutSeconds: 120,
    },
    [question],
    new Date(Date.now() + 60_000).toISOString(),
  );
}

/** A model that goes as scheduled and bills every token that it wrote. */
export function scheduledModel(
  { parts, failures, end }: RunSchedule,
  studio: MemoryStudio,
): RunDependencies['models'] {
  let calls = 0;
  return {
    async *stream(_input, { signal }): AsyncIterable<StreamPart> {
      calls += 1;
      const failure = failures[calls - 1];
      if (failure === 'THROTTLED') throw new ModelThrottled('slow down');
      if (failure === 'UNAVAILABLE') throw new ModelUnavailable('away');
      const usage = { inputTokens: INPUT_TOKENS, outputTokens: 0 };
      try {
        if (failure === 'LOST') throw new ModelReplyLost('torn');
        for (const { afterMs, text, isThought } of parts) {
          await sleep(afterMs, signal);
          if (signal.aborted) throw new ModelReplyLost('aborted');
          usage.outputTokens += 1;
          yield { kind: isThought ? 'reasoning' : 'text', text };
        }
        if (end === 'ERROR') throw new ModelReplyLost('torn');
        if (end === 'HANG') {
          await sleep(10 ** 7, signal);
          throw new ModelReplyLost('aborted');
        }
        yield {
          kind: 'stop',
          stopReason: end === 'FILTERED' ? 'content_filtered' : 'end_turn',
        };
        if (end !== 'NO_USAGE') yield { kind: 'usage', usage: { ...usage } };
      } finally {
        studio.bill(usage);
      }
    },
  };
}

/** The studio as one process sees it: each access may fail, and after a kill none ever returns. */
export function processOf(
  studio: MemoryStudio,
  models: RunDependencies['models'],
  fault: RunSchedule['fault'],
  monthlyCapNanoUsd: number,
): RunDependencies {
  let accesses = 0;
  const through = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get: (object, name) => {
        const method: unknown = Reflect.get(object, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: unknown[]): Promise<unknown> => {
          accesses += 1;
          const kind = fault && accesses >= fault.at ? fault.kind : undefined;
          if (kind === 'KILL') return new Promise(() => undefined);
          if (kind === 'ERROR' && accesses === fault?.at)
            throw new Error('the store is away');
          const result: unknown = await Reflect.apply(
            method,
            object,
            parameters,
          );
          if (kind === 'REPLY_LOST' && accesses === fault?.at)
            throw new Error('the reply was lost');
          return result;
        };
      },
    });
  const { watchers, cards, logger } = studio;
  return {
    runs: through(studio.runs),
    sessions: through(studio.sessions),
    ledger: through(studio.ledger),
    watchers,
    cards,
    logger,
    models,
    monthlyCapNanoUsd,
    region: 'us-east-1',
  };
}
