import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { infrastructurePriceSchema } from './infrastructure-price';
import { jobRequestSchema } from './job';
import { resolvedModelSchema } from './model';
import { nanoUsdSchema } from './money';
import { templateSchema } from './template';

/** The range `from ≤ index < to` of one worker. */
export const shardRangeSchema = z.strictObject({
  shard: z.number().int().nonnegative(),
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
});
export type ShardRange = z.infer<typeof shardRangeSchema>;

/** `jobs/{jobId}/config.json`: all that decides what a job does, frozen at its creation. */
export const jobSnapshotSchema = z.strictObject({
  schemaVersion: z.literal(1),
  jobId: uuidSchema,
  userId: z.string(),
  createdAt: timestampSchema,
  request: jobRequestSchema.required({
    templateVersion: true,
    jobSeed: true,
    name: true,
  }),
  template: templateSchema,
  /** Prompts of the fragments that the template includes, by the name it includes them under. */
  fragments: z.record(z.string(), z.string()),
  /** By step id. */
  models: z.record(z.string(), resolvedModelSchema),
  seed: z.strictObject({
    seedId: uuidSchema,
    name: z.string(),
    rows: z.number().int().positive(),
    rowsKey: z.string(),
    indexKey: z.string(),
  }),
  budgetNanoUsd: nanoUsdSchema,
  closingNanoUsd: nanoUsdSchema,
  infrastructurePrice: infrastructurePriceSchema,
  shards: z.array(shardRangeSchema).min(1),
});
export type JobSnapshot = z.infer<typeof jobSnapshotSchema>;

/** Contiguous ranges whose sizes differ by one at most; never more shards than records. */
export function shardRanges(records: number, shards: number): ShardRange[] {
  const count = Math.min(shards, records);
  const boundary = (shard: number): number =>
    Math.floor((records * shard) / count);
  return Array.from({ length: count }, (_, shard) => ({
    shard,
    from: boundary(shard),
    to: boundary(shard + 1),
  }));
}
