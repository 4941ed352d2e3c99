import { z } from 'zod';
import { templateStepSchema } from '../template';

/** How a model is to answer, in the words of Bedrock's inference configuration; what a model does not take is left out and said. */
export const chatParametersSchema = z
  .strictObject({
    maxTokens: z.number().int().min(1).max(32_000),
    temperature: templateStepSchema.shape.temperature.unwrap(),
    topP: templateStepSchema.shape.topP.unwrap(),
    stopSequences: templateStepSchema.shape.stopSequences.unwrap(),
  })
  .partial();
export type ChatParameters = z.infer<typeof chatParametersSchema>;

export const DEFAULT_CHAT_MAX_TOKENS = 4_096;
