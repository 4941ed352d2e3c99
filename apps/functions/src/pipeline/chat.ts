import {
  TIER_OF_COMPLEXITY,
  type AnswerMessage,
  type PipelineState,
} from '@plot-palette/domain';
import type { Question } from '../studio/runs/answer-question';
import { chatFailure } from './chat-failure';
import { tryRunId } from './chat-tries';
import type { PipelineFiles } from './pipeline-files';
import type { StageEvent } from './stage-event';

export interface ChatDependencies {
  readonly files: Pick<PipelineFiles, 'input' | 'putAnswer'>;
  /** The studio's chat. A question under the id of an earlier one gets its answer and generates nothing. */
  readonly ask: (question: Question) => Promise<AnswerMessage>;
}

/**
 * CallExistingChatbot: the studio's chat answers, with a model of the tier that the complexity asks for. The run's id
 * follows from the execution and the try, so that a repeated invocation of one try finds its run instead of paying for another.
 * @throws what {@link chatFailure} makes of an answer that did not come to its end.
 */
export async function chat(
  { state, retryCount }: StageEvent,
  { files, ask }: ChatDependencies,
): Promise<Partial<PipelineState>> {
  const { pipeline_id, analysis } = state;
  const { userId, projectId, sessionId, message } =
    await files.input(pipeline_id);
  const tier = TIER_OF_COMPLEXITY[analysis?.complexity ?? 'medium'];
  const runId = tryRunId(pipeline_id, retryCount);
  const answer = await ask({
    runId,
    userId,
    projectId,
    sessionId,
    text: message,
    model: tier,
  });
  if (answer.status !== 'COMPLETED') throw chatFailure(answer);
  await files.putAnswer(pipeline_id, answer.text);
  return { chat: { ...outcomeOf(answer), runId, tier } };
}

function outcomeOf({
  sessionId,
  model,
  stopReason,
  usage,
  costNanoUsd,
}: AnswerMessage) {
  const {
    inputTokens = 0,
    outputTokens = 0,
    cacheReadTokens = 0,
    cacheWriteTokens = 0,
  } = usage ?? {};
  return {
    sessionId,
    model,
    stopReason: stopReason ?? 'unknown',
    tokens: {
      inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
      outputTokens,
    },
    costNanoUsd,
    answeredAt: new Date().toISOString(),
  };
}
