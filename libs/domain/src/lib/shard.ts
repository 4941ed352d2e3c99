import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { addUsageByModel, usageByModelSchema } from './model-usage';
import { nanoUsdSchema } from './money';

/** RUNNING and INTERRUPTED mean "run it again"; the others end the shard. */
export const shardOutcomeSchema = z.enum([
  'PENDING',
  'RUNNING',
  'INTERRUPTED',
  'DONE',
  'OUT_OF_BUDGET',
  'PAUSED',
  'CANCELLED',
  'FAILED',
]);
export type ShardOutcome = z.infer<typeof shardOutcomeSchema>;

/** What keeps a worker from running more calls at once. */
export const bindingLimitSchema = z.enum([
  'NONE',
  'JOB_SETTING',
  'BUDGET',
  'MODEL',
  'CHECKPOINT',
]);

/** Absolute totals of a shard since the job began, copied from its manifest and never added to. */
export const shardTotalsSchema = z.strictObject({
  accepted: z.number().int().nonnegative(),
  rejected: z.number().int().nonnegative(),
  attempts: z.number().int().nonnegative(),
  calls: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Charged by the models, and full reservations of calls whose reply was lost. */
  modelNanoUsd: nanoUsdSchema,
  infrastructureNanoUsd: nanoUsdSchema,
  /** Records whose paid answers were lost with a worker and asked for again. */
  resentRecords: z.number().int().nonnegative(),
  /** What making such records again has cost so far, as they were finished. */
  resentNanoUsd: nanoUsdSchema.default(0),
  /** Answers whose text was repaired to satisfy their schema, and answers that the model was asked to correct. */
  repairedAnswers: z.number().int().nonnegative().default(0),
  reaskedAnswers: z.number().int().nonnegative().default(0),
  /** What all of it is made of, calls of records that were given up included. */
  usage: usageByModelSchema.default({}),
});
export type ShardTotals = z.infer<typeof shardTotalsSchema>;

/** A job's wish to make rejected records again, as a shard has taken it up. */
export const shardRetrySchema = z.strictObject({
  /** The job's `retriesRejectedSince`: the same wish is taken up once. */
  since: z.number().int().positive(),
  /** Rejections by owners up to this fence do not count as done. */
  fence: z.number().int().nonnegative(),
});

/** The DynamoDB row of one shard; only its worker writes it (and Prepare creates it). */
export const shardRowSchema = z.strictObject({
  jobId: uuidSchema,
  shard: z.number().int().nonnegative(),
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
  outcome: shardOutcomeSchema,
  reason: z.string(),
  /** Raised by every takeover; a worker that meets a higher one writes nothing more. */
  fence: z.number().int().nonnegative(),
  /** Manifest versions written; moves with every checkpoint. */
  version: z.number().int().nonnegative(),
  totals: shardTotalsSchema,
  inFlight: z.number().int().nonnegative(),
  bindingLimit: bindingLimitSchema,
  /** Index of the next record to be sent, at the last heartbeat: what is below it and in no batch was lost with the worker. */
  frontier: z.number().int().nonnegative().optional(),
  retry: shardRetrySchema.optional(),
  heartbeatAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type ShardRow = z.infer<typeof shardRowSchema>;

export const EMPTY_TOTALS: ShardTotals = {
  accepted: 0,
  rejected: 0,
  attempts: 0,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  modelNanoUsd: 0,
  infrastructureNanoUsd: 0,
  resentRecords: 0,
  resentNanoUsd: 0,
  repairedAnswers: 0,
  reaskedAnswers: 0,
  usage: {},
};

export function addTotals(a: ShardTotals, b: ShardTotals): ShardTotals {
  return {
    accepted: a.accepted + b.accepted,
    rejected: a.rejected + b.rejected,
    attempts: a.attempts + b.attempts,
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    modelNanoUsd: a.modelNanoUsd + b.modelNanoUsd,
    infrastructureNanoUsd: a.infrastructureNanoUsd + b.infrastructureNanoUsd,
    resentRecords: a.resentRecords + b.resentRecords,
    resentNanoUsd: a.resentNanoUsd + b.resentNanoUsd,
    repairedAnswers: a.repairedAnswers + b.repairedAnswers,
    reaskedAnswers: a.reaskedAnswers + b.reaskedAnswers,
    usage: addUsageByModel(a.usage, b.usage),
  };
}
