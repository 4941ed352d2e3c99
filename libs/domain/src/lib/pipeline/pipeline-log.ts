import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { nanoUsdSchema } from '../money';
import { pageQuerySchema, pageSchema } from '../page';
import { chatOutcomeSchema, finalResponseSchema } from './final-response';
import { messageAnalysisSchema } from './message-analysis';
import { pipelineIdSchema } from './pipeline-request';
import { pipelineStageSchema, stageTimesSchema } from './pipeline-stage';
import { pipelineEndSchema, pipelineStatusSchema } from './pipeline-status';

/** Longer texts are cut in the row and whole in the bucket: three indexes copy what the row has. */
export const MAX_LOGGED_CHARACTERS = 8_000;

export const pipelineErrorSchema = z.strictObject({
  /** Where it broke; `StateMachine` where no state had begun. */
  component: z.enum([...pipelineStageSchema.options, 'StateMachine']),
  /** The error's name: `ModelThrottled`, `NotFound`, `States.Timeout` … */
  kind: z.string(),
  /** For people. */
  message: z.string(),
});
export type PipelineError = z.infer<typeof pipelineErrorSchema>;

/** UTC day of a timestamp, as the log's index has it. */
export const daySchema = z.iso.date();

/** The one final row of an execution. Names with an underscore are those that other systems already read. */
export const pipelineLogSchema = z.strictObject({
  pipeline_id: pipelineIdSchema,
  /** When the execution started. */
  timestamp: timestampSchema,
  day: daySchema,
  userId: z.string(),
  user_message: z.string(),
  analysis: messageAnalysisSchema.optional(),
  final_response: finalResponseSchema.optional(),
  /** From the start of the execution to the end of its work. */
  execution_time_ms: z.number().int().nonnegative(),
  status: pipelineEndSchema,
  projectId: uuidSchema.optional(),
  chat: chatOutcomeSchema.optional(),
  stageTimes: stageTimesSchema,
  costNanoUsd: nanoUsdSchema,
  redriveOf: pipelineIdSchema.optional(),
  /** Of every status but COMPLETED. */
  error: pipelineErrorSchema.optional(),
  /** Texts are cut: the whole ones are in the bucket. */
  isShortened: z.boolean(),
});
export type PipelineLog = z.infer<typeof pipelineLogSchema>;

/** `GET /pipelines/{id}`: the log row with whole texts, or what is known of an execution that is still under way. */
export const pipelineExecutionSchema = pipelineLogSchema.extend({
  status: pipelineStatusSchema,
  /** Only while it is RUNNING; absent until its first state begins. */
  stage: pipelineStageSchema.optional(),
});
export type PipelineExecution = z.infer<typeof pipelineExecutionSchema>;

/** `GET /pipelines`: finished executions, newest first. A page may be short; go on while there is a `nextCursor`. */
export const pipelineLogPageSchema = pageSchema(pipelineLogSchema);

export const pipelineListQuerySchema = pageQuerySchema.extend({
  day: daySchema.optional(),
  status: pipelineEndSchema.optional(),
  /** `all` is for administrators, who get today's when they name neither day nor status. */
  scope: z.enum(['own', 'all']).default('own'),
});
export type PipelineListQuery = z.infer<typeof pipelineListQuerySchema>;
