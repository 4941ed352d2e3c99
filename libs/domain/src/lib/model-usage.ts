import { z } from 'zod';
import { nanoUsdSchema, type NanoUsd } from './money';

const tokens = z.number().int().nonnegative();

/** What the calls to one model came to. */
export const modelUsageSchema = z.strictObject({
  calls: z.number().int().nonnegative(),
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWriteTokens: tokens,
  /** Answers that became what their schema asks for by a repair of their text. */
  repairedAnswers: z.number().int().nonnegative().default(0),
  /** Answers that the model was asked to correct, each with a call of its own among `calls`. */
  reaskedAnswers: z.number().int().nonnegative().default(0),
  /** Charged for certain: the model said what it used. */
  costNanoUsd: nanoUsdSchema,
  /** Full reservations of calls whose reply was lost: they may have been billed, so they count as spent. */
  writtenOffNanoUsd: nanoUsdSchema,
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** By alias of the catalogue. */
export const usageByModelSchema = z.record(z.string(), modelUsageSchema);
export type UsageByModel = z.infer<typeof usageByModelSchema>;

export const EMPTY_USAGE: ModelUsage = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  repairedAnswers: 0,
  reaskedAnswers: 0,
  costNanoUsd: 0,
  writtenOffNanoUsd: 0,
};

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    repairedAnswers: a.repairedAnswers + b.repairedAnswers,
    reaskedAnswers: a.reaskedAnswers + b.reaskedAnswers,
    costNanoUsd: a.costNanoUsd + b.costNanoUsd,
    writtenOffNanoUsd: a.writtenOffNanoUsd + b.writtenOffNanoUsd,
  };
}

export function addUsageByModel(
  a: UsageByModel,
  b: UsageByModel,
): UsageByModel {
  const sum: UsageByModel = { ...a };
  for (const [alias, usage] of Object.entries(b))
    sum[alias] = addUsage(sum[alias] ?? EMPTY_USAGE, usage);
  return sum;
}

/** All models together. */
export function totalUsage(usage: UsageByModel): ModelUsage {
  return Object.values(usage).reduce(addUsage, EMPTY_USAGE);
}

/** What the budget lost to these calls: what was charged and what may have been. */
export function spentOn({
  costNanoUsd,
  writtenOffNanoUsd,
}: ModelUsage): NanoUsd {
  return costNanoUsd + writtenOffNanoUsd;
}
