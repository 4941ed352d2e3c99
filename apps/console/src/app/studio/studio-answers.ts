import { runSchema, type runSettingsSchema } from '@plot-palette/domain';
import { z } from 'zod';

export const runUploadSchema = z.object({
  uploadId: z.uuid(),
  url: z.string(),
  fields: z.record(z.string(), z.string()),
});
export type RunUpload = z.infer<typeof runUploadSchema>;

export const comparisonSchema = z.object({
  comparisonId: z.uuid(),
  runs: z.array(runSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** One input, answered side by side. */
export interface ComparisonInput {
  readonly projectId: string;
  readonly text: string;
  readonly columns: readonly z.input<typeof runSettingsSchema>[];
}
