import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a serving local cloud writes into its data directory. */
export const outputsSchema = z.object({
  apiUrl: z.url(),
  consoleUrl: z.url(),
  modelUrl: z.url(),
  awsEndpointUrl: z.url(),
  region: z.string(),
  userPoolId: z.string(),
  clientId: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  bucket: z.string(),
  tables: z.record(z.string(), z.string()),
  demoUser: z.string(),
  demoPassword: z.string(),
});
export type Outputs = z.infer<typeof outputsSchema>;

export function readOutputs(path: string): Outputs {
  return outputsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The local cloud that `npm test` started. */
export function sharedOutputs(): Outputs {
  const path = process.env['PLOT_PALETTE_OUTPUTS'];
  if (path === undefined)
    throw new Error(
      'PLOT_PALETTE_OUTPUTS must name the outputs.json of a running local cloud.',
    );
  return readOutputs(path);
}
