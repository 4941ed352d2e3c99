import { z } from 'zod';
import { uuidSchema } from '../identifier';
import { projectSettingsSchema } from './project';
import { runSettingsSchema } from './run';

/** What a run is to do, fixed when it is admitted; kept beside the run and not shown. */
export const runAssignmentSchema = z.strictObject({
  /** The answer follows this message: the question, or the answer that it goes on with. */
  parentId: uuidSchema,
  /** The cut-off answer that is gone on with. */
  continues: uuidSchema.optional(),
  cardVersions: runSettingsSchema.shape.cardVersions.unwrap(),
  historyDays: projectSettingsSchema.shape.historyDays.unwrap(),
  timeoutSeconds: projectSettingsSchema.shape.timeoutSeconds.unwrap(),
});
export type RunAssignment = z.infer<typeof runAssignmentSchema>;
