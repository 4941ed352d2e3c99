import { parseSeedOriginalKey } from '@plot-palette/domain';
import { z } from 'zod';

const uploadEventSchema = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    // EventBridge gives the key as it is; only S3's direct notifications encode it like a URL.
    object: z.object({ key: z.string() }),
  }),
});

export interface UploadedSeed {
  readonly userId: string;
  readonly seedId: string;
}

/** The seed file that an S3 "Object Created" event of EventBridge is about; undefined when it is about anything else. */
export function uploadedSeed(
  event: unknown,
  bucket: string,
): UploadedSeed | undefined {
  const parsed = uploadEventSchema.safeParse(event);
  if (!parsed.success || parsed.data.detail.bucket.name !== bucket)
    return undefined;
  return parseSeedOriginalKey(parsed.data.detail.object.key);
}
