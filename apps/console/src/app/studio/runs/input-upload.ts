import { Injectable, inject } from '@angular/core';
import { BucketUpload } from '../../api/bucket-upload';
import { StudioApi } from '../studio-api';

/** Sends inputs that are too long for a request to the bucket. */
@Injectable({ providedIn: 'root' })
export class InputUpload {
  readonly #api = inject(StudioApi);
  readonly #bucket = inject(BucketUpload);
  #last: { readonly text: string; readonly uploadId: string } | undefined;

  /** The id to name in a run; the same one when the same text is sent again, because the first try may have failed later. */
  async send(text: string): Promise<string> {
    if (this.#last?.text === text) return this.#last.uploadId;
    const { uploadId, ...form } = await this.#api.createRunUpload();
    await this.#bucket.send(new Blob([text], { type: 'text/plain' }), form);
    this.#last = { text, uploadId };
    return uploadId;
  }
}
