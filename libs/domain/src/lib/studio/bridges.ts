import { z } from 'zod';
import { seedUploadRequestSchema } from '../seed-data';
import { templateDefinitionSchema } from '../template';

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
