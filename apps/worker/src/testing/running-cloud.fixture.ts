import { readFileSync } from 'node:fs';
import type { StoresConfig } from '@plot-palette/stores';
import { z } from 'zod';

const outputsSchema = z.object({
  awsEndpointUrl: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  bucket: z.string(),
  tables: z.custom<StoresConfig['tables']>(),
});
export type RunningCloud = z.infer<typeof outputsSchema>;

/** The local cloud whose `outputs.json` PLOT_PALETTE_OUTPUTS names. */
export function runningCloud(): RunningCloud {
  const path = process.env['PLOT_PALETTE_OUTPUTS'];
  if (path === undefined)
    throw new Error(
      'PLOT_PALETTE_OUTPUTS must name the outputs.json of a running local cloud (npm start).',
    );
  return outputsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** What a process needs to find that cloud. */
export function cloudEnvironment(cloud: RunningCloud): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: cloud.awsEndpointUrl,
    AWS_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: cloud.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.secretAccessKey,
  };
}
