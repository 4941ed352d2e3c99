import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { modelTierSchema } from '../template';
import { complexitySchema } from './message-analysis';
import { pipelineIdSchema } from './pipeline-request';
import { stageTimesSchema } from './pipeline-stage';

/** Tokens of the run that answered. */
export const pipelineTokensSchema = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});
export type PipelineTokens = z.infer<typeof pipelineTokensSchema>;

/** What the chat stage knows of the answer, its text apart. */
export const chatOutcomeSchema = z.strictObject({
  runId: uuidSchema,
  sessionId: uuidSchema,
  /** Alias of the model that answered, and the tier that the complexity asked for. */
  model: z.string(),
  tier: modelTierSchema,
  stopReason: z.string(),
  tokens: pipelineTokensSchema,
  costNanoUsd: z.number().int().nonnegative(),
  answeredAt: timestampSchema,
});
export type ChatOutcome = z.infer<typeof chatOutcomeSchema>;

/** `raw`: the answer as it came. `plain`: tidied. `notes`: with what a reader must know about it. `outline`: with its headings before it as well. */
export const responseFormatSchema = z.enum([
  'raw',
  'plain',
  'notes',
  'outline',
]);
export type ResponseFormat = z.infer<typeof responseFormatSchema>;

/** The enhanced response; of a DEGRADED execution the raw one, with no more than its text and `format: raw`. */
export const finalResponseSchema = z.strictObject({
  /** Markdown. */
  text: z.string(),
  format: responseFormatSchema,
  metadata: z
    .strictObject({
      model: z.string(),
      tier: modelTierSchema,
      complexity: complexitySchema,
      language: z.string(),
      answersQuestion: z.boolean(),
      hasCode: z.boolean(),
      words: z.number().int().nonnegative(),
      /** The model stopped at its length limit. */
      isCutOff: z.boolean(),
    })
    .optional(),
  timestamps: z
    .strictObject({
      receivedAt: timestampSchema,
      answeredAt: timestampSchema,
      enhancedAt: timestampSchema,
    })
    .optional(),
  pipeline: z
    .strictObject({
      pipeline_id: pipelineIdSchema,
      redriveOf: pipelineIdSchema.optional(),
      runId: uuidSchema,
      sessionId: uuidSchema,
      stageTimes: stageTimesSchema,
    })
    .optional(),
});
export type FinalResponse = z.infer<typeof finalResponseSchema>;
