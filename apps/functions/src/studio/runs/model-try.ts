import {
  ModelRefused,
  ModelThrottled,
  type RunUsage,
  type TokenUsage,
} from '@plot-palette/domain';
import {
  isModelFailure,
  ModelReplyLost,
  tokensOfBytes,
  type ModelRequest,
} from '@plot-palette/inference';
import type { TextPart } from './event-buffer';
import type { RunDependencies } from './run-dependencies';

/** What one call to the model came to. */
export interface ModelTry {
  readonly stopReason: string | undefined;
  /** As the model said it. */
  readonly usage: TokenUsage | undefined;
  readonly error: unknown;
  readonly hasBegun: boolean;
  /** The model did not take the call, so nothing is billed. */
  readonly isFree: boolean;
}

/** Reads one answer to its end, or to what ended it; never throws. */
export async function tryModel(
  { input }: ModelRequest,
  signal: AbortSignal,
  onText: (part: TextPart) => void,
  { models }: Pick<RunDependencies, 'models'>,
): Promise<ModelTry> {
  let stopReason: string | undefined;
  let usage: TokenUsage | undefined;
  let hasBegun = false;
  try {
    for await (const part of models.stream(input, { signal })) {
      hasBegun = true;
      if (part.kind === 'text') onText({ type: 'delta', text: part.text });
      else if (part.kind === 'reasoning')
        onText({ type: 'reasoning', text: part.text });
      else if (part.kind === 'stop') ({ stopReason } = part);
      else ({ usage } = part);
    }
    const error =
      stopReason === undefined
        ? new ModelReplyLost('The stream ended without a stop reason.')
        : undefined;
    return { stopReason, usage, error, hasBegun, isFree: false };
  } catch (error) {
    const isFree = !hasBegun && isRefusal(error);
    return { stopReason, usage, error, hasBegun, isFree };
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof ModelRefused ||
    error instanceof ModelThrottled ||
    (isModelFailure(error) && !(error instanceof ModelReplyLost))
  );
}

/** Tokens as the model reported them, or reckoned from the texts where it did not. */
export function usageOf(
  { usage, isFree }: Pick<ModelTry, 'usage' | 'isFree'>,
  { bound }: ModelRequest,
  writtenBytes: number,
): RunUsage {
  const none = { cacheReadTokens: 0, cacheWriteTokens: 0 };
  if (usage !== undefined) {
    const { cacheReadTokens = 0, cacheWriteTokens = 0, ...rest } = usage;
    return { ...rest, cacheReadTokens, cacheWriteTokens, estimated: false };
  }
  if (isFree)
    return { ...none, inputTokens: 0, outputTokens: 0, estimated: false };
  return {
    ...none,
    inputTokens: tokensOfBytes(bound.inputBytes),
    outputTokens: tokensOfBytes(writtenBytes),
    estimated: true,
  };
}
