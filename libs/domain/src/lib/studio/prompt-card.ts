import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { pageSchema } from '../page';
import { MAX_PROMPT_CHARACTERS } from '../template';
import { textSchema } from '../text';

/** What one transaction can put into a new order. */
export const MAX_CARDS_PER_PROJECT = 100;
export const MAX_LABELS_PER_CARD = 20;

/** Always names the newest version; nobody moves it. */
export const LATEST_LABEL = 'latest';

/** `production` and a team's own labels; they are moved by hand. */
export const cardLabelSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'must be lower-case letters, digits, dots, dashes and underscores',
  );

/** What an author writes. Every change of it makes a new version. */
export const promptCardDefinitionSchema = z.strictObject({
  title: textSchema.trim().min(1).max(200),
  content: textSchema.min(1).max(MAX_PROMPT_CHARACTERS),
  tags: z.array(textSchema.trim().min(1).max(50)).max(20).default([]),
  /** Only active cards become part of the system prompt. */
  isActive: z.boolean().default(true),
  /**
   * Cards stand in the system prompt in this order; equal ones by promptId. When absent, a new card comes last and an old
   * one stays where it is.
   */
  stepOrder: z.number().int().min(0).max(1_000_000).optional(),
  /** Why this version was made. */
  message: textSchema.max(500).default(''),
});
export type PromptCardDefinition = z.infer<typeof promptCardDefinitionSchema>;
export type PromptCardInput = z.input<typeof promptCardDefinitionSchema>;

/** One version of a card; `GET …/prompts/{promptId}` shows the latest. */
export const promptCardSchema = promptCardDefinitionSchema.extend({
  projectId: uuidSchema,
  promptId: uuidSchema,
  version: z.number().int().positive(),
  stepOrder: z.number().int(),
  /** Labels by name: the version that each stands for. `latest` is not among them. */
  labels: z.record(cardLabelSchema, z.number().int().positive()),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type PromptCard = z.infer<typeof promptCardSchema>;

/** As lists show it: the content is read card by card. */
export const promptCardSummarySchema = promptCardSchema.omit({ content: true });
export type PromptCardSummary = z.infer<typeof promptCardSummarySchema>;
export const promptCardPageSchema = pageSchema(promptCardSummarySchema);

/** `POST …/prompts/{promptId}/rollback`: the content of an old version becomes that of a new one. */
export const cardRollbackSchema = z.strictObject({
  version: promptCardSchema.shape.version,
  message: promptCardDefinitionSchema.shape.message.unwrap().optional(),
});
export type CardRollback = z.infer<typeof cardRollbackSchema>;

/** `PUT …/prompts/{promptId}/labels/{label}`. */
export const cardLabelTargetSchema = promptCardSchema.pick({ version: true });

/** `POST …/prompts/{promptId}/duplicate`. */
export const cardDuplicateSchema = z.strictObject({
  /** That of the original when absent, with "(copy)" after it. */
  title: promptCardDefinitionSchema.shape.title.optional(),
});
export type CardDuplicate = z.infer<typeof cardDuplicateSchema>;

/** `PUT …/prompts/order`: every card of the project once, in the order that they are to stand in. */
export const cardOrderSchema = z.strictObject({
  promptIds: z
    .array(uuidSchema)
    .max(MAX_CARDS_PER_PROJECT)
    .refine(
      (promptIds) => new Set(promptIds).size === promptIds.length,
      'must name each card once',
    ),
});
