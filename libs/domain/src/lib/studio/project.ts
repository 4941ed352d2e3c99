import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { pageSchema } from '../page';
import { textSchema } from '../text';
import { chatParametersSchema } from './chat-parameters';

/** How long a message of a project's sessions is kept; a session ends with its last one. */
export const DEFAULT_HISTORY_DAYS = 90;

export const projectSettingsSchema = z.strictObject({
  /** Alias, tier or Bedrock id of the model that answers when a run names none. */
  model: textSchema.min(1).max(200).default('balanced'),
  parameters: chatParametersSchema.default({}),
  historyDays: z.number().int().min(1).max(3_650).default(DEFAULT_HISTORY_DAYS),
  /** A run that takes longer ends with the text it has. */
  timeoutSeconds: z.number().int().min(5).max(840).default(120),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;

export const projectStatusSchema = z.enum(['ACTIVE', 'INACTIVE']);
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

/** `POST /api/projects` and `PUT /api/projects/{projectId}`. */
export const projectDefinitionSchema = z.strictObject({
  name: textSchema.trim().min(1).max(200),
  description: textSchema.max(2_000).default(''),
  settings: projectSettingsSchema.prefault({}),
  /** An INACTIVE project shows its cards and sessions, and starts no runs. */
  status: projectStatusSchema.default('ACTIVE'),
});
export type ProjectDefinition = z.infer<typeof projectDefinitionSchema>;
export type ProjectInput = z.input<typeof projectDefinitionSchema>;

export const projectSchema = projectDefinitionSchema.extend({
  projectId: uuidSchema,
  /** User id of whom it belongs to. */
  owner: z.string(),
  /** Grows with every change; the ETag. */
  version: z.number().int().positive(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type Project = z.infer<typeof projectSchema>;
export const projectPageSchema = pageSchema(projectSchema);
