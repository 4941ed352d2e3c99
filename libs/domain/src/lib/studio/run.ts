import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { nanoUsdSchema } from '../money';
import { pageSchema } from '../page';
import { textSchema } from '../text';
import { chatParametersSchema } from './chat-parameters';

/** Longer inputs are uploaded first: `POST /runs/uploads`. */
export const MAX_INPUT_BYTES = 128 * 1024;

/** Longest text of an upload, in UTF-8 bytes. */
export const MAX_UPLOAD_BYTES = 2 * 1024 * 1024;

export const runStatusSchema = z.enum([
  'QUEUED',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'STOPPED',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

export function isRunOver(status: RunStatus): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}

/** Which model answers, with which parameters and which versions of the project's cards. */
export const runSettingsSchema = z.strictObject({
  /** Alias, tier or Bedrock id; the project's model when absent. */
  model: textSchema.min(1).max(200).optional(),
  parameters: chatParametersSchema.default({}),
  /** Versions by promptId, for cards that are not to be used in their latest one. Content never comes from a client. */
  cardVersions: z.record(uuidSchema, z.number().int().positive()).default({}),
});
export type RunSettings = z.infer<typeof runSettingsSchema>;

const inputTextSchema = textSchema
  .min(1)
  .refine(
    (text) => new TextEncoder().encode(text).length <= MAX_INPUT_BYTES,
    `must have at most ${MAX_INPUT_BYTES} bytes; upload longer inputs (POST /runs/uploads) and send uploadId`,
  );

/**
 * What is asked of the model. The branch goes on after `parentId`, after the session's newest message when it is absent,
 * from the beginning when it is null: an edited message is a new one with the parent of the old.
 */
export const runActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('MESSAGE'),
    text: inputTextSchema,
    parentId: uuidSchema.nullable().optional(),
  }),
  z.strictObject({
    kind: z.literal('UPLOADED_MESSAGE'),
    uploadId: uuidSchema,
    parentId: uuidSchema.nullable().optional(),
  }),
  /** Another answer beside this one. */
  z.strictObject({ kind: z.literal('REGENERATE'), messageId: uuidSchema }),
  /** Goes on with an answer that was cut short. */
  z.strictObject({ kind: z.literal('CONTINUE'), messageId: uuidSchema }),
]);
export type RunAction = z.infer<typeof runActionSchema>;

/** `POST /runs`, with an `Idempotency-Key`. */
export const runRequestSchema = runSettingsSchema.extend({
  projectId: uuidSchema,
  /** A new session when absent. */
  sessionId: uuidSchema.optional(),
  action: runActionSchema,
});
export type RunRequest = z.infer<typeof runRequestSchema>;
export type RunInput = z.input<typeof runRequestSchema>;

export const runFailureKindSchema = z.enum([
  'THROTTLED',
  'MODEL_UNAVAILABLE',
  'MODEL_REFUSED',
  'INPUT_TOO_LONG',
  'CONTENT_FILTERED',
  /** The month's cap does not cover what the run may cost. */
  'BUDGET_EXCEEDED',
  'TIME_OUT',
  /** The process that generated it is gone. */
  'INTERRUPTED',
  'INTERNAL',
]);
export type RunFailureKind = z.infer<typeof runFailureKindSchema>;

export const runFailureSchema = z.strictObject({
  kind: runFailureKindSchema,
  /** For people: what happened and what to do. */
  message: z.string(),
});
export type RunFailure = z.infer<typeof runFailureSchema>;

const tokens = z.number().int().nonnegative();

export const runUsageSchema = z.strictObject({
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWriteTokens: tokens,
  /** The stream ended before the model said what it used: the tokens are counted from the text. */
  estimated: z.boolean(),
});
export type RunUsage = z.infer<typeof runUsageSchema>;

/** One generation. It owns its model call; sockets only watch it. */
export const runSchema = z.strictObject({
  runId: uuidSchema,
  userId: z.string(),
  projectId: uuidSchema,
  sessionId: uuidSchema,
  comparisonId: uuidSchema.optional(),
  status: runStatusSchema,
  /** Alias of the catalogue. */
  model: z.string(),
  parameters: chatParametersSchema,
  /** The message that is answered. */
  userMessageId: uuidSchema,
  answerMessageId: uuidSchema,
  /** Number of events so far; a client that has seen this many has seen all. */
  lastSeq: z.number().int().nonnegative(),
  stopRequested: z.boolean(),
  /** What was left out or changed, in sentences: dropped history, parameters that the model does not take. */
  notes: z.array(z.string()),
  usage: runUsageSchema.optional(),
  /** Charged, and what may have been charged where the model did not say. */
  costNanoUsd: nanoUsdSchema,
  /** Bedrock's stop reason: `end_turn`, `max_tokens`, … */
  stopReason: z.string().optional(),
  failure: runFailureSchema.optional(),
  timeToFirstTokenMs: z.number().int().nonnegative().optional(),
  totalMs: z.number().int().nonnegative().optional(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.optional(),
  finishedAt: timestampSchema.optional(),
});
export type Run = z.infer<typeof runSchema>;
export const runPageSchema = pageSchema(runSchema);

/** `POST /runs/uploads`: send `fields` and then `file` (text in UTF-8) as a form to `url`, within 15 minutes. */
export const runUploadSchema = z.strictObject({
  uploadId: uuidSchema,
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  maxBytes: z.number().int().positive(),
});
export type RunUpload = z.infer<typeof runUploadSchema>;

export const MIN_COLUMNS = 2;
export const MAX_COLUMNS = 4;

/** `POST /comparisons`, with an `Idempotency-Key`: one question, answered side by side. */
export const comparisonRequestSchema = z.strictObject({
  projectId: uuidSchema,
  /** A new session when absent. */
  sessionId: uuidSchema.optional(),
  text: inputTextSchema,
  parentId: uuidSchema.nullable().optional(),
  columns: z.array(runSettingsSchema).min(MIN_COLUMNS).max(MAX_COLUMNS),
});
export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>;
export type ComparisonInput = z.input<typeof comparisonRequestSchema>;

/** The runs in the order of their columns. */
export const comparisonSchema = z.strictObject({
  comparisonId: uuidSchema,
  runs: z.array(runSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
