import { Injectable } from '@nestjs/common';
import {
  Conflict,
  cutText,
  isTerminal,
  type Download,
  type ExportFile,
  type Job,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { JobAccess } from './job-access';

const DOWNLOAD_SECONDS = 15 * 60;

@Injectable()
export class JobDownloads {
  constructor(
    private readonly access: JobAccess,
    private readonly objects: ObjectStore,
  ) {}

  /** @throws Conflict when there is nothing to download, with the reason. */
  async links(caller: Caller, jobId: string): Promise<Download> {
    const job = await this.access.readable(caller, jobId);
    if (job.exports.length === 0) throw new Conflict(noExports(job));
    const expiresAt = new Date(
      Date.now() + DOWNLOAD_SECONDS * 1_000,
    ).toISOString();
    const link = async (file: ExportFile) => ({
      ...file,
      expiresAt,
      url: await this.objects.presignGet(file.key, {
        fileName: fileNameFor(job, file),
        expiresInSeconds: DOWNLOAD_SECONDS,
      }),
    });
    return { files: await Promise.all(job.exports.map(link)) };
  }
}

function noExports({ status }: Job): string {
  return isTerminal(status)
    ? `The job is ${status} and has no accepted records to download.`
    : `The job is ${status}. Its files can be downloaded when it has ended.`;
}

/** The job's name, as far as every file system takes it. */
export function fileNameFor(
  { name }: Pick<Job, 'name'>,
  { format }: Pick<ExportFile, 'format'>,
): string {
  const base = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${base === '' ? 'dataset' : cutText(base, 80)}.${format.toLowerCase()}`;
}
