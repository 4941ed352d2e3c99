import {
  exportFileSchema,
  storageKeys,
  type ExportFile,
} from '@plot-palette/domain';
import type { ObjectStore } from '@plot-palette/stores';
import { z } from 'zod';

const exportManifestSchema = z.object({ files: z.array(exportFileSchema) });

/** What the last export wrote; undefined while none has finished. */
export async function readExports(
  objects: Pick<ObjectStore, 'get'>,
  jobId: string,
): Promise<ExportFile[] | undefined> {
  const stored = await objects.get(storageKeys.exportManifest(jobId));
  if (stored === undefined) return undefined;
  return exportManifestSchema.parse(JSON.parse(stored.body.toString('utf8')))
    .files;
}
