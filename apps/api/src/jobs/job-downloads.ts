import { Injectable } from '@nestjs/common';
import {
  Conflict,
  cutText,
  isTerminal,
  partitionLabel,
  storageKeys,
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
    const link = async <File extends { key: string }>(
      file: File,
      fileName: string,
    ) => ({
      ...file,
      expiresAt,
      url: await this.objects.presignGet(file.key, {
        fileName,
        expiresInSeconds: DOWNLOAD_SECONDS,
      }),
    });
    return {
      files: await Promise.all(
        job.exports.map((file) => link(file, fileNameFor(job, file))),
      ),
      companions: await Promise.all(
        companionKeys(jobId).map((key) =>
          link({ key }, companionNameFor(job, key)),
        ),
      ),
    };
  }
}

/** Every export writes them, whatever its formats. */
function companionKeys(jobId: string): string[] {
  return [
    storageKeys.datasetCard(jobId),
    storageKeys.rejectedExport(jobId),
    storageKeys.exportManifest(jobId),
  ];
}

function noExports({ status }: Job): string {
  return isTerminal(status)
    ? `The job is ${status} and has no accepted records to download.`
    : `The job is ${status}. Its files can be downloaded when it has ended.`;
}

/** The job's name and the partition's, as far as every file system takes them. */
export function fileNameFor(
  { name }: Pick<Job, 'name'>,
  { format, partition }: Pick<ExportFile, 'format' | 'partition'>,
): string {
  const parts =
    partition === undefined ? [name] : [name, partitionLabel(partition)];
  return `${joinedName(parts)}.${format.toLowerCase()}`;
}

/** The job's name and the file's own: `Portraits-README.md`. */
function companionNameFor({ name }: Pick<Job, 'name'>, key: string): string {
  return `${joinedName([name])}-${key.slice(key.lastIndexOf('/') + 1)}`;
}

function joinedName(parts: readonly string[]): string {
  const usable = parts.map(fileNamePart).filter((part) => part !== '');
  return usable.length === 0 ? 'dataset' : usable.join('-');
}

function fileNamePart(text: string): string {
  const part = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return cutText(part, 80);
}
