import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  analyzeMessage,
  runFailureKindSchema,
  type AnswerMessage,
} from '@plot-palette/domain';
import type { Question } from '../studio/runs/answer-question';
import { chat } from './chat';
import { chatFailure } from './chat-failure';
import { CHAT_TRIES, tryRunId } from './chat-tries';
import {
  anAnswer,
  MemoryPipeline,
  stageEvent,
} from './memory-pipeline.fixture';
import { stageError } from './service-unavailable';

const MACHINE = join(
  __dirname,
  '../../../../cloudformation/statemachines/pipeline.asl.json',
);

describe(chat.name, () => {
  const pipeline = new MemoryPipeline();
  const questions: Question[] = [];
  const answering = (answer: AnswerMessage) => ({
    files: pipeline.files,
    ask: async (question: Question) => {
      questions.push(question);
      return answer;
    },
  });

  beforeEach(() => questions.splice(0));

  it.each([
    ['low', 'tier-1'],
    ['medium', 'tier-2'],
    ['high', 'tier-3'],
  ] as const)('asks a model for %s complexity', async (complexity, tier) => {
    const message = 'Hvað er klukkan? 🕰️';
    const analysis = { ...analyzeMessage(message), complexity };
    const state = { ...pipeline.send(message), analysis };
    const result = await chat(stageEvent(state), answering(anAnswer()));
    expect(questions).toMatchObject([
      { model: tier, text: message, userId: 'ada' },
    ]);
    expect(result.chat).toMatchObject({
      tier,
      tokens: { inputTokens: 10, outputTokens: 5 },
    });
    expect(await pipeline.files.answer(state.pipeline_id)).toBe(
      anAnswer().text,
    );
  });

  it('gives each try a run of its own, and a repeated one the same', async () => {
    const state = pipeline.send();
    for (const retryCount of [0, 0, 1])
      await chat(stageEvent(state, { retryCount }), answering(anAnswer()));
    const [first, repeated, second] = questions.map(({ runId }) => runId);
    expect(repeated).toBe(first);
    expect(second).not.toBe(first);
    expect(tryRunId(pipeline.send().pipeline_id, 0)).not.toBe(first);
  });

  it('leaves no answer of a run that failed', async () => {
    const state = pipeline.send();
    const failure = { kind: 'BUDGET_EXCEEDED', message: 'Too dear.' } as const;
    const failed = anAnswer({ status: 'FAILED', text: 'half', failure });
    await expect(
      chat(stageEvent(state), answering(failed)),
    ).rejects.toMatchObject({ name: 'BudgetExceeded', message: 'Too dear.' });
    await expect(pipeline.files.answer(state.pipeline_id)).rejects.toThrow(
      'answer.md',
    );
  });
});

describe(chatFailure.name, () => {
  const { CallExistingChatbot } = JSON.parse(readFileSync(MACHINE, 'utf8'))
    .States as { CallExistingChatbot: { Retry: RetryRule[] } };
  interface RetryRule {
    ErrorEquals: string[];
    MaxAttempts: number;
  }
  const isRetried = (error: unknown) =>
    CallExistingChatbot.Retry.some(({ ErrorEquals }) =>
      ErrorEquals.includes((stageError(error) as Error).name),
    );

  it('lets the machine repeat what another run may mend, and nothing else', () => {
    const retried = runFailureKindSchema.options.filter((kind) =>
      isRetried(
        chatFailure(
          anAnswer({ status: 'FAILED', failure: { kind, message: kind } }),
        ),
      ),
    );
    expect(retried).toEqual(['THROTTLED', 'MODEL_UNAVAILABLE', 'INTERRUPTED']);
    expect(isRetried(chatFailure(anAnswer({ status: 'STOPPED' })))).toBe(false);
  });

  it('counts as many tries as the machine makes', () => {
    const [rule] = CallExistingChatbot.Retry;
    expect(rule?.MaxAttempts).toBe(CHAT_TRIES - 1);
  });
});
