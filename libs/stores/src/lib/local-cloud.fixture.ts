import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { StoresConfig } from './config';
import { connect } from './connections';
import { createStores, type Stores } from './stores';
import { createStudioStores, type StudioStores } from './studio/studio-stores';
import type { StudioTables } from './studio/studio-tables';

const outputsSchema = z.object({
  awsEndpointUrl: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  bucket: z.string(),
  tables: z.custom<StoresConfig['tables'] & StudioTables>(),
});

/** Connections to the running local cloud whose `outputs.json` PLOT_PALETTE_OUTPUTS names, and its tables. */
export function localCloud() {
  const path = process.env['PLOT_PALETTE_OUTPUTS'];
  if (path === undefined) {
    throw new Error(
      'PLOT_PALETTE_OUTPUTS must name the outputs.json of a running local cloud (npm start).',
    );
  }
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  process.env['AWS_ENDPOINT_URL'] = outputs.awsEndpointUrl;
  process.env['AWS_REGION'] = outputs.region;
  process.env['AWS_ACCESS_KEY_ID'] = outputs.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = outputs.secretAccessKey;
  const { bucket, tables } = outputs;
  return { bucket, tables, connections: connect(bucket) };
}

/** Every store of the same. */
export function localCloudStores(): Stores & {
  readonly studio: StudioStores;
} {
  const { bucket, tables, connections } = localCloud();
  return {
    ...createStores({ bucket, tables }, connections),
    studio: createStudioStores(tables, connections),
  };
}
