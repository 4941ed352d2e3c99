import { z } from 'zod';

/** The states of the state machine that do the work, in their order and in its names. */
export const pipelineStageSchema = z.enum([
  'AnalyzeInput',
  'CallExistingChatbot',
  'EnhanceResponse',
  'LogResults',
]);
export type PipelineStage = z.infer<typeof pipelineStageSchema>;

/** Milliseconds from entering a state to its end, every try and every wait between tries included. */
export const stageTimesSchema = z.partialRecord(
  pipelineStageSchema,
  z.number().int().nonnegative(),
);
export type StageTimes = z.infer<typeof stageTimesSchema>;
