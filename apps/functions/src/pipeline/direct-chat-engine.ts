import { randomUUID } from 'node:crypto';
import { callCost, DEFAULT_CHAT_MAX_TOKENS } from '@plot-palette/domain';
import {
  buildRequest,
  resolveModel,
  type ModelClient,
} from '@plot-palette/inference';
import type { ChatAnswer, ChatEngine, ChatQuestion } from './chat-engine';

/** One call of a model: no cards, no history, no month's budget. */
export class DirectChatEngine implements ChatEngine {
  constructor(
    private readonly client: Pick<ModelClient, 'call'>,
    private readonly region: string,
  ) {}

  async answer({
    text: prompt,
    model: modelTier,
    sessionId = randomUUID(),
  }: ChatQuestion): Promise<ChatAnswer> {
    const { model } = resolveModel({ modelTier }, this.region);
    const { input } = buildRequest(
      { prompt, maxTokens: DEFAULT_CHAT_MAX_TOKENS },
      model,
    );
    const { signal } = new AbortController();
    const { text, stopReason, usage } = await this.client.call(input, {
      signal,
    });
    return {
      sessionId,
      model: model.alias,
      text,
      stopReason,
      tokens: {
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
      },
      costNanoUsd: callCost(usage, model.price),
    };
  }
}
