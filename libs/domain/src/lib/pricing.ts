import { z } from 'zod';
import { nanoUsdSchema, type NanoUsd } from './money';

/** Prices of one model in nano-dollars per million tokens, as they were when the job was created. */
export const modelPriceSchema = z.strictObject({
  inputNanoUsdPerMillion: nanoUsdSchema,
  outputNanoUsdPerMillion: nanoUsdSchema,
  cacheReadNanoUsdPerMillion: nanoUsdSchema.optional(),
  cacheWriteNanoUsdPerMillion: nanoUsdSchema.optional(),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** Tokens as billed. `inputTokens` excludes the cached part, whatever the model family reports. */
export const tokenUsageSchema = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative().optional(),
  cacheWriteTokens: z.number().int().nonnegative().optional(),
});
export type TokenUsage = z.infer<typeof tokenUsageSchema>;

const TOKENS_PER_PRICE = 1_000_000n;

/**
 * Price of one call, rounded up to a whole nano-dollar once for the whole call.
 * BigInt, because tokens × price exceeds 2⁵³ for prices a user may well enter.
 */
export function callCost(usage: TokenUsage, price: ModelPrice): NanoUsd {
  const parts: readonly (readonly [number, number])[] = [
    [usage.inputTokens, price.inputNanoUsdPerMillion],
    [usage.outputTokens, price.outputNanoUsdPerMillion],
    [
      usage.cacheReadTokens ?? 0,
      price.cacheReadNanoUsdPerMillion ?? price.inputNanoUsdPerMillion,
    ],
    [
      usage.cacheWriteTokens ?? 0,
      price.cacheWriteNanoUsdPerMillion ?? price.inputNanoUsdPerMillion,
    ],
  ];
  const total = parts.reduce(
    (sum, [tokens, unit]) => sum + BigInt(tokens) * BigInt(unit),
    0n,
  );
  return Number((total + TOKENS_PER_PRICE - 1n) / TOKENS_PER_PRICE);
}

/** Tokens a model may add to the text itself: role markers per message, the schema's wrapper. */
export const OVERHEAD_TOKENS_PER_MESSAGE = 16;
export const OVERHEAD_TOKENS_PER_SCHEMA = 64;

export interface CallBound {
  /** UTF-8 bytes of system prompt, messages and schema together; no tokenizer makes more tokens than bytes. */
  readonly inputBytes: number;
  readonly messages: number;
  readonly schemas: number;
  readonly maxTokens: number;
}

/** The most that a call can be billed: input by its bytes at the dearer of input and cache-write price, output by max tokens. */
export function worstCaseCost(bound: CallBound, price: ModelPrice): NanoUsd {
  const inputTokens =
    bound.inputBytes +
    bound.messages * OVERHEAD_TOKENS_PER_MESSAGE +
    bound.schemas * OVERHEAD_TOKENS_PER_SCHEMA;
  const dearest = Math.max(
    price.inputNanoUsdPerMillion,
    price.cacheWriteNanoUsdPerMillion ?? 0,
  );
  return callCost(
    { inputTokens, outputTokens: bound.maxTokens },
    { ...price, inputNanoUsdPerMillion: dearest },
  );
}
