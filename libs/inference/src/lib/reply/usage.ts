import type { TokenUsage } from '@plot-palette/domain';

interface ReportedUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
}

/** OpenAI's models count cached tokens within the input tokens; all others report them apart. */
const COUNTS_CACHE_AS_INPUT = /(^|\.)openai\./;

/** Tokens as they are billed, whatever the model family reports. */
export function normaliseUsage(
  modelId: string,
  reported: ReportedUsage,
): TokenUsage {
  const cacheRead = reported.cacheReadInputTokens ?? 0;
  const cacheWrite = reported.cacheWriteInputTokens ?? 0;
  const input = reported.inputTokens ?? 0;
  const cachedWithin = COUNTS_CACHE_AS_INPUT.test(modelId)
    ? cacheRead + cacheWrite
    : 0;
  return {
    inputTokens: Math.max(0, input - cachedWithin),
    outputTokens: reported.outputTokens ?? 0,
    ...(cacheRead > 0 && { cacheReadTokens: cacheRead }),
    ...(cacheWrite > 0 && { cacheWriteTokens: cacheWrite }),
  };
}
