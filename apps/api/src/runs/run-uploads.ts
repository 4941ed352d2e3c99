import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  MAX_UPLOAD_BYTES,
  NotFound,
  storageKeys,
  textSchema,
  type RunUpload,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

const EXPIRES_IN_SECONDS = 15 * 60;

/** Inputs that are too long for a request: they are uploaded first, and named by the run. */
@Injectable()
export class RunUploads {
  constructor(private readonly objects: ObjectStore) {}

  async open({ userId }: Caller): Promise<RunUpload> {
    const uploadId = randomUUID();
    const post = await this.objects.presignPost(
      storageKeys.runUpload(userId, uploadId),
      { maxBytes: MAX_UPLOAD_BYTES, expiresInSeconds: EXPIRES_IN_SECONDS },
    );
    return { uploadId, ...post, maxBytes: MAX_UPLOAD_BYTES };
  }

  /** @throws NotFound when this user has uploaded nothing under the id, InvalidInput when it is no text in UTF-8. */
  async text({ userId }: Caller, uploadId: string): Promise<string> {
    const object = await this.objects.get(
      storageKeys.runUpload(userId, uploadId),
    );
    if (object === undefined)
      throw new NotFound(
        `There is no upload ${uploadId}. Uploads are kept for a day.`,
      );
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true });
      return textSchema.parse(decoder.decode(object.body));
    } catch (cause) {
      throw new InvalidInput(
        'The upload is no text in UTF-8. Convert it, or upload another file.',
        {
          cause,
          issues: [
            { where: 'action.uploadId', message: 'is no text in UTF-8' },
          ],
        },
      );
    }
  }
}
