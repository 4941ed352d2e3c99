import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { nanoUsdSchema } from './money';
import { pageSchema } from './page';

/** One line of a job's bill. */
export const costRowSchema = z.strictObject({
  jobId: uuidSchema,
  /** `timestamp#shard#fence-seq#kind`: derived from the checkpoint that it belongs to, so that writing it again changes nothing. */
  entry: z.string(),
  timestamp: timestampSchema,
  shard: z.number().int().nonnegative(),
  kind: z.enum(['model', 'worker', 'storage', 'closing']),
  model: z.string().optional(),
  inputTokens: z.number().int().nonnegative().optional(),
  outputTokens: z.number().int().nonnegative().optional(),
  /** Of the input tokens, those that the model read from its cache and those that it wrote there; absent where none. */
  cacheReadTokens: z.number().int().positive().optional(),
  cacheWriteTokens: z.number().int().positive().optional(),
  /** Worker time. */
  seconds: z.number().nonnegative().optional(),
  /** Storage requests. */
  operations: z.number().int().nonnegative().optional(),
  costNanoUsd: nanoUsdSchema,
});
export type CostRow = z.infer<typeof costRowSchema>;
export const costRowPageSchema = pageSchema(costRowSchema);
