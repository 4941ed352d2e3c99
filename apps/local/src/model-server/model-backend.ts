import type { ModelRequest, PromptTexts } from './model-request';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type StopReason =
  'end_turn' | 'max_tokens' | 'stop_sequence' | 'content_filtered';

export interface ModelAnswer {
  readonly text: string;
  readonly stopReason: StopReason;
  readonly usage: Usage;
}

/** What a back end may need to know about a call besides the request itself. */
export interface CallContext {
  /** How often this very prompt was asked since the last reset, this call included: 1, 2, 3 … */
  readonly attempt: number;
  /** Aborted when the caller leaves. */
  readonly signal: AbortSignal;
  /** Present on ConverseStream: takes the answer piece by piece. */
  readonly onText: ((text: string) => void) | undefined;
  readonly header: (name: string) => string | undefined;
}

/** Whatever answers prompts behind the Bedrock protocol. */
export interface ModelBackend {
  readonly kind: 'sim' | 'embedded' | 'openai';
  /** For people: what answers here. */
  readonly description: string;
  /**
   * @throws BedrockError with Bedrock's own name for what went wrong
   * @throws LostReply when the call was billed but nobody gets its answer
   */
  generate(request: ModelRequest, call: CallContext): Promise<ModelAnswer>;
  countTokens(texts: PromptTexts): Promise<number>;
  close(): Promise<void>;
}
