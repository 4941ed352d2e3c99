import { Injectable, inject } from '@angular/core';
import {
  MAX_SEED_BYTES,
  seedFormatSchema,
  type SeedData,
} from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { BucketUpload } from '../api/bucket-upload';
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
  readonly #bucket = inject(BucketUpload);

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
    await this.#bucket.send(file, upload, progress);
    return seed;
  }
}
