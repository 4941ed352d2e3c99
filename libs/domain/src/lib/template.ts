import { z } from 'zod';
import { datasetColumnsSchema } from './dataset-columns';
import { timestampSchema, uuidSchema } from './identifier';
import { jsonObjectSchema } from './json';
import { pageSchema } from './page';
import { textSchema } from './text';

export const MAX_PROMPT_CHARACTERS = 100_000;
export const MAX_STEPS = 10;

export const templateDialectSchema = z.enum(['jinja']);
export type TemplateDialect = z.infer<typeof templateDialectSchema>;

/** Names a step in `steps.{id}.output`, so it must be an identifier of the template language. */
export const stepIdSchema = z
  .string()
  .max(64)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'must be letters, digits and underscores, and start with a letter',
  );

export const modelTierSchema = z.enum([
  'tier-1',
  'tier-2',
  'tier-3',
  'cheap',
  'balanced',
  'premium',
]);
export type ModelTier = z.infer<typeof modelTierSchema>;

/** One prompt of a template. Without a model or tier the step is a fragment: it may be included, but not run. */
export const templateStepSchema = z
  .strictObject({
    id: stepIdSchema,
    /** An alias of the catalogue (`llama-3.1-8b`) or a Bedrock model id. */
    model: textSchema.min(1).max(200).optional(),
    modelTier: modelTierSchema.optional(),
    system: textSchema.max(MAX_PROMPT_CHARACTERS).optional(),
    prompt: textSchema.min(1).max(MAX_PROMPT_CHARACTERS),
    maxTokens: z.number().int().min(1).max(32_000).default(1_024),
    temperature: z.number().min(0).max(1).optional(),
    topP: z.number().min(0).max(1).optional(),
    stopSequences: z.array(textSchema.min(1).max(100)).max(4).optional(),
    /** JSON Schema of the answer. The answer must satisfy it; without one the output is text. */
    outputSchema: jsonObjectSchema.optional(),
  })
  .refine((step) => step.model === undefined || step.modelTier === undefined, {
    message: 'give either a model or a modelTier, not both',
    path: ['modelTier'],
  });
export type TemplateStep = z.infer<typeof templateStepSchema>;

export const templateDefinitionSchema = z.strictObject({
  name: textSchema.trim().min(1).max(200),
  description: textSchema.max(2_000).default(''),
  category: textSchema.max(100).default(''),
  dialect: templateDialectSchema.default('jinja'),
  steps: z.array(templateStepSchema).min(1).max(MAX_STEPS),
  isPublic: z.boolean().default(false),
  /** Columns that stand first in the datasets made with this template. */
  columns: datasetColumnsSchema.optional(),
});
export type TemplateDefinition = z.infer<typeof templateDefinitionSchema>;

/** What a client sends: fields with a default may be left out. */
export type TemplateInput = z.input<typeof templateDefinitionSchema>;

export const templateSchema = templateDefinitionSchema.extend({
  templateId: uuidSchema,
  version: z.number().int().positive(),
  userId: z.string(),
  /** Dotted paths that every seed row must have, found in the prompts: `author.biography`, `characters[].name`. */
  requiredPaths: z.array(z.string()),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type Template = z.infer<typeof templateSchema>;

export const templatePageSchema = pageSchema(templateSchema);

export const templateIssueSchema = z.strictObject({
  stepId: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});

/** `POST /templates/preview`: renders without a model; later steps see `<output of {step}>`. */
export const templatePreviewRequestSchema = z.strictObject({
  steps: templateDefinitionSchema.shape.steps,
  row: jsonObjectSchema,
});

export const templatePreviewSchema = z.strictObject({
  /** What each step would send; a step that cannot be rendered has issues instead. */
  prompts: z.array(
    z.strictObject({
      stepId: z.string(),
      system: z.string().optional(),
      prompt: z.string(),
    }),
  ),
  issues: z.array(templateIssueSchema),
  requiredPaths: z.array(z.string()),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;
