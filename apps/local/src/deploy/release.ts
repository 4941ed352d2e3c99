import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Workspace } from '../workspace';
import { createZip } from './zip';

export interface ReleaseFile {
  /** Below the release's folder. */
  readonly path: string;
  readonly content: Buffer;
}

/** What is deployed: bundles, templates and state machines, in a folder named after their contents. */
export interface Release {
  readonly prefix: string;
  readonly files: readonly ReleaseFile[];
}

export async function readRelease(workspace: Workspace): Promise<Release> {
  const files: ReleaseFile[] = [
    { path: 'api.zip', content: await zipDirectory(workspace.apiBundle) },
    {
      path: 'functions.zip',
      content: await zipDirectory(workspace.functionsBundle),
    },
    ...(await readStacks(workspace.stacks)),
  ];
  const hash = createHash('sha256');
  for (const { path, content } of files)
    hash.update(`${path}\n${content.length}\n`).update(content);
  return { prefix: `releases/${hash.digest('hex').slice(0, 16)}`, files };
}

/** Uploads what is not there yet: a folder named after its contents never changes. */
export async function uploadRelease(
  s3: S3Client,
  bucket: string,
  release: Release,
): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await Promise.all(
    release.files.map(async ({ path, content }) => {
      const key = `${release.prefix}/${path}`;
      if (await exists(s3, bucket, key)) return;
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }),
      );
    }),
  );
}

async function exists(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch {
    return false;
  }
}

/** Source maps and esbuild's report stay out: nothing reads them there. */
async function zipDirectory(directory: string): Promise<Buffer> {
  const paths = await listFiles(directory);
  const shipped = paths.filter(
    (path) => !path.endsWith('.map') && !path.endsWith('meta.json'),
  );
  const entries = shipped.map(async (path) => ({
    path: relative(directory, path).split(sep).join('/'),
    content: await readFile(path),
    isExecutable: ((await stat(path)).mode & 0o111) !== 0,
  }));
  return createZip(await Promise.all(entries));
}

async function readStacks(directory: string): Promise<ReleaseFile[]> {
  const paths = await listFiles(directory);
  const templates = paths.filter((path) => path.endsWith('.yaml'));
  const machines = paths.filter((path) => path.endsWith('.asl.json'));
  const read = async (folder: string, path: string) => ({
    path: `${folder}/${path.split(sep).at(-1) ?? path}`,
    content: await readFile(path),
  });
  return Promise.all([
    ...templates.map((path) => read('cloudformation', path)),
    ...machines.map((path) => read('statemachines', path)),
  ]);
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
