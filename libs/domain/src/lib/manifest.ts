import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { indexRangesSchema } from './index-ranges';
import { usageByModelSchema } from './model-usage';
import { nanoUsdSchema } from './money';
import { shardTotalsSchema } from './shard';

const count = z.number().int().nonnegative();

/** One immutable object of finished records, written with `If-None-Match: *` before any manifest names it. */
export const batchEntrySchema = z.strictObject({
  key: z.string(),
  fence: z.number().int().positive(),
  seq: count,
  /** When the manifest first named it; stays the same in every later version. */
  writtenAt: timestampSchema,
  bytes: z.number().int().positive(),
  /** The indexes that count from this batch: a line whose index is in neither list is a double that lost. */
  accepted: indexRangesSchema,
  rejected: indexRangesSchema,
  /** Of all lines, doubles included: they were paid for. */
  attempts: count,
  usage: usageByModelSchema,
  /** What those of its lines cost whose index had been sent before. */
  resentNanoUsd: nanoUsdSchema.default(0),
});
export type BatchEntry = z.infer<typeof batchEntrySchema>;

/**
 * Consecutive batches of one owner that were compacted; stands in the manifest where they stood and carries all that they
 * had said together, so that neither their entries nor their objects are needed any more.
 */
export const segmentRunSchema = z.strictObject({
  fence: z.number().int().positive(),
  /** Of its first batch. */
  seq: count,
  /** In their order. Each begins where the one before it ended. */
  segments: z.array(
    z.strictObject({
      key: z.string(),
      /** Of the last batch in it. */
      lastSeq: count,
      /** Lines of each kind that counted when it was written; 0 says that there is nothing to read. */
      accepted: count,
      rejected: count,
    }),
  ),
  accepted: indexRangesSchema,
  rejected: indexRangesSchema,
  attempts: count,
  usage: usageByModelSchema,
  resentNanoUsd: nanoUsdSchema.default(0),
});
export type SegmentRun = z.infer<typeof segmentRunSchema>;

export const manifestEntrySchema = z.union([
  batchEntrySchema,
  segmentRunSchema,
]);
export type ManifestEntry = z.infer<typeof manifestEntrySchema>;

/** What one owner of the shard spent besides the calls of finished records; absolute, rewritten with every checkpoint. */
export const holderSpendSchema = z.strictObject({
  fence: z.number().int().positive(),
  startedAt: timestampSchema,
  /** Worker time. */
  seconds: z.number().nonnegative(),
  workerNanoUsd: nanoUsdSchema,
  /** Storage requests. */
  operations: count,
  storageNanoUsd: nanoUsdSchema,
  /** Calls of records that were given up before they were final. */
  abandoned: usageByModelSchema,
});
export type HolderSpend = z.infer<typeof holderSpendSchema>;

/** `jobs/{jobId}/checkpoints/{shard}.json`: the only thing a reader trusts. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  jobId: uuidSchema,
  shard: count,
  /** The worker that wrote it. A worker that reads a higher fence than its own stops. */
  fence: z.number().int().positive(),
  /** Counts the writes of this manifest. */
  version: z.number().int().positive(),
  updatedAt: timestampSchema,
  /** In the order of fence and sequence. */
  batches: z.array(manifestEntrySchema),
  /** In the order of their fences. */
  holders: z.array(holderSpendSchema),
  /** All records below it that are in no batch had been sent when this was written. */
  frontier: count,
  resentRecords: count,
  /** Those that were to be made again when the owner began, and that it gave up itself. */
  resent: indexRangesSchema.default([]),
  totals: shardTotalsSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;
