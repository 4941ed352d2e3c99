import { HttpClient, HttpEventType } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { lastValueFrom, tap } from 'rxjs';
import { ApiProblem, asProblem } from './api-problem';

/** Where a presigned form goes, and what it must contain before its file. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Sends files straight to the bucket. */
@Injectable({ providedIn: 'root' })
export class BucketUpload {
  readonly #http = inject(HttpClient);

  /** `progress` is told the sent share, from 0 to 1. */
  async send(
    file: Blob,
    { url, fields }: UploadForm,
    progress: (share: number) => void = () => undefined,
  ): Promise<void> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      form.append(name, value);
    // S3 ignores everything after the file.
    form.append('file', file);
    const events = this.#http.post(url, form, {
      observe: 'events',
      reportProgress: true,
      responseType: 'text',
    });
    try {
      await lastValueFrom(
        events.pipe(
          tap((event) => {
            if (event.type === HttpEventType.UploadProgress)
              progress(event.loaded / (event.total ?? file.size));
          }),
        ),
      );
    } catch (error) {
      throw refusal(asProblem(error));
    }
  }
}

function refusal({ status }: ApiProblem): ApiProblem {
  return new ApiProblem({
    status,
    title: 'The upload did not go through',
    detail:
      status === 403
        ? 'The storage refused it: the permission lasts 15 minutes. Upload it again.'
        : 'Check the connection and upload it again.',
  });
}
