import { HttpClient, HttpEventType } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import {
  MAX_SEED_BYTES,
  seedFormatSchema,
  type SeedData,
  type SeedUpload,
} from '@plot-palette/domain';
import { lastValueFrom, tap } from 'rxjs';
import { ApiClient } from '../api/api-client';
import { ApiProblem, asProblem } from '../api/api-problem';
import { formatBytes } from '../layout/sizes';

/** What can be said about a file before a byte of it is sent; undefined when it may go. */
export function fileProblem(file: File): string | undefined {
  const ending = file.name.split('.').at(-1)?.toLowerCase();
  if (!seedFormatSchema.safeParse(ending).success)
    return `${file.name}: only .json, .jsonl and .csv files can be read.`;
  if (file.size === 0) return `${file.name} is empty.`;
  return file.size > MAX_SEED_BYTES
    ? `${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(MAX_SEED_BYTES)} can be uploaded.`
    : undefined;
}

/** Announces a file to the API and sends it straight to the bucket. */
@Injectable({ providedIn: 'root' })
export class SeedUploader {
  readonly #api = inject(ApiClient);
  readonly #http = inject(HttpClient);

  /** `progress` is told the sent share, from 0 to 1. */
  async upload(
    file: File,
    progress: (share: number) => void,
  ): Promise<SeedData> {
    const { seed, upload } = await this.#api.createSeed({
      name: file.name.replace(/\.[^.]*$/, '') || file.name,
      fileName: file.name,
      bytes: file.size,
    });
    await this.#send(file, upload, progress);
    return seed;
  }

  async #send(
    file: File,
    { url, fields }: SeedUpload['upload'],
    progress: (share: number) => void,
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
      const { status } = asProblem(error);
      throw new ApiProblem({
        status,
        title: 'The upload did not go through',
        detail:
          status === 403
            ? 'The storage refused it: the permission lasts 15 minutes. Upload the file again.'
            : 'Check the connection and upload the file again.',
      });
    }
  }
}
