import { z } from 'zod';
import { jsonObjectSchema } from './json';
import { usageByModelSchema } from './model-usage';
import { nanoUsdSchema } from './money';

/** How an answer came to satisfy its schema: its text was repaired, or the model corrected it when asked to. */
export const answerRecoverySchema = z.enum(['REPAIRED', 'REASKED']);
export type AnswerRecovery = z.infer<typeof answerRecoverySchema>;

/**
 * One step's part in a record. `output` is text, or the parsed answer of a step with an outputSchema. Tokens, cost and
 * latency are of all its calls in the attempt that was accepted.
 */
export const stepResultSchema = z.strictObject({
  output: z.json(),
  model: z.string(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costNanoUsd: nanoUsdSchema,
  latencyMs: z.number().nonnegative(),
  stopReason: z.string(),
  /** Absent when the answer was right at once. */
  recovery: answerRecoverySchema.optional(),
});
export type StepResult = z.infer<typeof stepResultSchema>;

const recordBase = {
  /** Zero-based index of the record in its job: its identity across retries and interruptions. */
  index: z.number().int().nonnegative(),
  /** Zero-based row of the seed file. */
  seedRow: z.number().int().nonnegative(),
  attempts: z.number().int().positive(),
  /** All attempts together. */
  costNanoUsd: nanoUsdSchema,
  /** What that cost is made of. Written with every record; absent where a record was not made by a worker. */
  usage: usageByModelSchema.optional(),
  createdAt: z.string(),
};

export const acceptedRecordSchema = z.strictObject({
  ...recordBase,
  status: z.literal('accepted'),
  steps: z.record(z.string(), stepResultSchema),
  /** The rendered prompts, by step id. */
  prompts: z.record(z.string(), z.string()),
});
export type AcceptedRecord = z.infer<typeof acceptedRecordSchema>;

export const rejectedRecordSchema = z.strictObject({
  ...recordBase,
  status: z.literal('rejected'),
  step: z.string(),
  reason: z.string(),
  lastRawOutput: z.string(),
});
export type RejectedRecord = z.infer<typeof rejectedRecordSchema>;

/** A line of a batch object. */
export const recordSchema = z.discriminatedUnion('status', [
  acceptedRecordSchema,
  rejectedRecordSchema,
]);
export type DatasetRecord = z.infer<typeof recordSchema>;

/** How a record ended; in the order in which they are shown. */
export const recordStatusSchema = z.enum(['accepted', 'rejected']);
export type RecordStatus = z.infer<typeof recordStatusSchema>;

/** `GET /jobs/{id}/records`: the first finished records, with the seed row that each came from. */
export const recordListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      record: recordSchema,
      seed: jsonObjectSchema.optional(),
      /** The record is too large for an answer: its prompts and its seed row are left out. */
      shortened: z.literal(true).optional(),
    }),
  ),
});
export type RecordList = z.infer<typeof recordListSchema>;
