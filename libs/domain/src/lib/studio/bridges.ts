import { z } from 'zod';
import { uuidSchema } from '../identifier';
import { jsonObjectSchema } from '../json';
import { seedUploadRequestSchema } from '../seed-data';
import { stepIdSchema, templateDefinitionSchema } from '../template';

/** `POST /api/projects/{projectId}/template`: the active cards become a template of the generator. */
export const cardsTemplateRequestSchema = z.strictObject({
  /** That of the project when absent. */
  name: templateDefinitionSchema.shape.name.optional(),
});
export type CardsTemplateRequest = z.infer<typeof cardsTemplateRequestSchema>;

/** `POST /sessions/{sessionId}/seed-data`: the answered questions become the rows of a seed file. */
export const sessionSeedRequestSchema = z.strictObject({
  /** The session's title when absent. */
  name: seedUploadRequestSchema.shape.name.optional(),
});
export type SessionSeedRequest = z.infer<typeof sessionSeedRequestSchema>;

/** `POST /templates/{templateId}/try`: a step of the latest version, rendered with one row, is asked in the studio. */
export const stepTrialRequestSchema = z.strictObject({
  stepId: stepIdSchema,
  row: jsonObjectSchema,
  /** Where its session is to be; the caller's project for trials when absent. */
  projectId: uuidSchema.optional(),
});
export type StepTrialRequest = z.infer<typeof stepTrialRequestSchema>;
