import { z } from 'zod';

/** What the stack passes to the custom resource. CloudFormation turns every value into a string. */
export const consoleDeploymentSchema = z.object({
  AppId: z.string().min(1),
  BranchName: z.string().min(1),
  ArtifactBucket: z.string().min(1),
  ArtifactKey: z.string().min(1),
  /** Becomes the console's config.json, as it is. */
  Config: z.record(z.string(), z.string()),
});

export type ConsoleDeployment = z.infer<typeof consoleDeploymentSchema>;
