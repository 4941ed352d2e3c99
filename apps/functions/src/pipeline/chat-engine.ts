import type { ModelTier, PipelineTokens } from '@plot-palette/domain';

export interface ChatQuestion {
  /** Names the run: asking under the same id again gives the same answer and generates nothing. */
  readonly runId: string;
  readonly userId: string;
  readonly projectId: string;
  /** A new session when absent. */
  readonly sessionId: string | undefined;
  readonly text: string;
  readonly model: ModelTier;
}

export interface ChatAnswer {
  readonly sessionId: string;
  /** Alias of the model that answered. */
  readonly model: string;
  readonly text: string;
  /** Bedrock's stop reason. */
  readonly stopReason: string;
  readonly tokens: PipelineTokens;
  readonly costNanoUsd: number;
}

/** The studio's chat, as the pipeline needs it. */
export interface ChatEngine {
  /** @throws AppError; its `retryable` says whether another run may do better. */
  answer(question: ChatQuestion): Promise<ChatAnswer>;
}
