import { z } from 'zod';
import { modelPriceSchema } from './pricing';

export const samplingParameterSchema = z.enum([
  'temperature',
  'topP',
  'stopSequences',
]);

/** What a model takes; the request builder sends nothing else. */
export const modelCapabilitiesSchema = z.strictObject({
  samplingParameters: z.array(samplingParameterSchema),
  /** Newer Claude models refuse temperature and topP in one call. */
  temperatureExcludesTopP: z.boolean().default(false),
  systemPrompt: z.boolean(),
  structuredOutput: z.boolean(),
  promptCaching: z.boolean(),
  /** A shorter prefix is not cached. */
  minimumCacheTokens: z.number().int().positive().optional(),
  maxOutputTokens: z.number().int().positive(),
  contextTokens: z.number().int().positive(),
});
export type ModelCapabilities = z.infer<typeof modelCapabilitiesSchema>;

/** A model of the catalogue as `GET /models` shows it. */
export const modelSchema = z.strictObject({
  alias: z.string(),
  name: z.string(),
  provider: z.string(),
  tier: z.enum(['tier-1', 'tier-2', 'tier-3']),
  modelId: z.string(),
  price: modelPriceSchema,
  capabilities: modelCapabilitiesSchema,
  lifecycle: z.enum(['ACTIVE', 'LEGACY']),
});
export type Model = z.infer<typeof modelSchema>;

export const modelListSchema = z.strictObject({ items: z.array(modelSchema) });

/** A step's model as frozen in a job's snapshot. */
export const resolvedModelSchema = z.strictObject({
  alias: z.string(),
  /** The inference profile or model id to call in the job's region. */
  modelId: z.string(),
  price: modelPriceSchema,
  capabilities: modelCapabilitiesSchema,
});
export type ResolvedModel = z.infer<typeof resolvedModelSchema>;
