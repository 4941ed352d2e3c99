import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { indexRangesSchema } from './index-ranges';
import { nanoUsdSchema } from './money';
import { shardTotalsSchema } from './shard';

/** One immutable object of finished records, written with `If-None-Match: *` before any manifest names it. */
export const batchEntrySchema = z.strictObject({
  key: z.string(),
  fence: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
  writtenAt: timestampSchema,
  bytes: z.number().int().positive(),
  accepted: indexRangesSchema,
  rejected: indexRangesSchema,
  costNanoUsd: nanoUsdSchema,
});
export type BatchEntry = z.infer<typeof batchEntrySchema>;

/** `jobs/{jobId}/checkpoints/{shard}.json`: the only thing a reader trusts. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  jobId: uuidSchema,
  shard: z.number().int().nonnegative(),
  /** The worker that wrote it. A worker that reads a higher fence than its own stops. */
  fence: z.number().int().positive(),
  /** Counts the writes of this manifest. */
  version: z.number().int().positive(),
  updatedAt: timestampSchema,
  batches: z.array(batchEntrySchema),
  totals: shardTotalsSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;
