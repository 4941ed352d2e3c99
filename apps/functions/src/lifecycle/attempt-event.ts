import { uuidSchema } from '@plot-palette/domain';
import { z } from 'zod';

/** The state that the lifecycle hands to Prepare and BeginExport; what else it carries is not theirs. */
export const attemptEventSchema = z.object({
  jobId: uuidSchema,
  attempt: z.number().int().positive(),
});
export type AttemptEvent = z.infer<typeof attemptEventSchema>;
