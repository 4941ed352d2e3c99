import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { MAX_INPUT_BYTES } from '../studio/run';
import { textSchema } from '../text';

/** Name of the execution: follows from who asks and from the idempotency key, so that callers cannot collide. */
export const pipelineIdSchema = z
  .string()
  .regex(/^p-[0-9a-f]{32}$/, 'must be p- and 32 hexadecimal digits');

/** `POST /pipelines` and `POST /pipeline`, with an `Idempotency-Key`. */
export const pipelineRequestSchema = z.strictObject({
  message: textSchema
    .refine((text) => /\S/u.test(text), 'must not be empty')
    .refine(
      (text) => new TextEncoder().encode(text).length <= MAX_INPUT_BYTES,
      `must have at most ${MAX_INPUT_BYTES} bytes of UTF-8`,
    ),
  /** Whose cards make the system prompt; the caller's own pipeline project when absent. */
  projectId: uuidSchema.optional(),
  /** The conversation that the message goes on with; a new one when absent. */
  sessionId: uuidSchema.optional(),
});
export type PipelineRequest = z.infer<typeof pipelineRequestSchema>;

/** What an execution works on, frozen in the bucket before it starts. */
export const pipelineInputSchema = pipelineRequestSchema.extend({
  pipeline_id: pipelineIdSchema,
  /** The user's id, or the ARN of the IAM principal. */
  userId: z.string().min(1),
  projectId: uuidSchema,
  /** Tells a repeated request from another one under the same idempotency key. */
  requestHash: z.string(),
  receivedAt: timestampSchema,
  /** The failed execution that this one repeats. */
  redriveOf: pipelineIdSchema.optional(),
});
export type PipelineInput = z.infer<typeof pipelineInputSchema>;
