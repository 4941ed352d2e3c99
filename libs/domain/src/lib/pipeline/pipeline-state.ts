import { z } from 'zod';
import { timestampSchema } from '../identifier';
import { chatOutcomeSchema } from './final-response';
import { messageAnalysisSchema } from './message-analysis';
import { pipelineIdSchema } from './pipeline-request';
import { stageTimesSchema } from './pipeline-stage';

/** What Lambda and Step Functions tell a Catch. */
export const caughtErrorSchema = z.object({
  Error: z.string(),
  Cause: z.string().optional(),
});
export type CaughtError = z.infer<typeof caughtErrorSchema>;

/**
 * What the states hand on. Texts are not part of it: they lie in the bucket, because a payload may have 256 KiB and stays
 * in the execution's history for 90 days.
 */
export const pipelineStateSchema = z.object({
  pipeline_id: pipelineIdSchema,
  userId: z.string(),
  startedAt: timestampSchema.optional(),
  stageTimes: stageTimesSchema.default({}),
  analysis: messageAnalysisSchema.optional(),
  chat: chatOutcomeSchema.optional(),
  isEnhanced: z.boolean().default(false),
  /** Why the answer stays raw. */
  enhancementError: caughtErrorSchema.optional(),
  error: caughtErrorSchema.optional(),
});
export type PipelineState = z.infer<typeof pipelineStateSchema>;
