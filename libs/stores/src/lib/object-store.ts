import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  NoSuchKey,
  NotFound as S3NotFound,
  S3ServiceException,
  type S3,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NotFound } from '@plot-palette/domain';
import { ConditionalConflict, PreconditionFailed } from './conditional-write';
import { expiryTag } from './object-expiry';

export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** What DeleteObjects takes. */
const DELETES_PER_REQUEST = 1_000;

export type WriteCondition =
  { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

export interface PutOptions {
  readonly contentType?: string;
  readonly condition?: WriteCondition;
  /** A rule of the bucket deletes it after so many days; rounded up to those that there are rules for. */
  readonly expiresAfterDays?: number;
}

const PART_BYTES = 5 * 1_024 ** 2;
/** Of one upload; an export has an upload for every format at a time. */
const PARTS_UNDER_WAY = 2;

/** The one owner of the S3 client: a bucket with conditional writes, streams and presigned addresses. */
export class ObjectStore {
  constructor(
    private readonly s3: S3,
    readonly bucket: string,
  ) {}

  /** Undefined when there is no such object. */
  async get(key: string): Promise<StoredObject | undefined> {
    try {
      const { Body, ETag } = await this.s3.getObject({
        Bucket: this.bucket,
        Key: key,
      });
      return {
        body: Buffer.from((await Body?.transformToByteArray()) ?? []),
        etag: ETag ?? '',
      };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /**
   * Bytes `from` (inclusive) to `to` (exclusive), or the whole object.
   * @throws NotFound when there is no such object.
   */
  async stream(
    key: string,
    range?: { from: number; to?: number },
  ): Promise<Readable> {
    try {
      const { Body } = await this.s3.getObject({
        Bucket: this.bucket,
        Key: key,
        ...(range === undefined
          ? {}
          : {
              Range: `bytes=${range.from}-${range.to === undefined ? '' : range.to - 1}`,
            }),
      });
      return Body as Readable;
    } catch (cause) {
      if (cause instanceof NoSuchKey)
        throw new NotFound(`There is no object ${key}.`, { cause });
      throw cause;
    }
  }

  async head(
    key: string,
  ): Promise<{ bytes: number; etag: string } | undefined> {
    try {
      const { ContentLength, ETag } = await this.s3.headObject({
        Bucket: this.bucket,
        Key: key,
      });
      return { bytes: ContentLength ?? 0, etag: ETag ?? '' };
    } catch (error) {
      if (error instanceof S3NotFound) return undefined;
      throw error;
    }
  }

  /**
   * @throws PreconditionFailed when the condition does not hold (412, or 404 for If-Match),
   *   ConditionalConflict when another write was under way (409): read again and retry.
   */
  async put(
    key: string,
    body: string | Uint8Array,
    options: PutOptions = {},
  ): Promise<{ etag: string }> {
    const {
      condition,
      contentType = 'application/octet-stream',
      expiresAfterDays,
    } = options;
    try {
      const { ETag } = await this.s3.putObject({
        Bucket: this.bucket,
        Key: key,
        Body: body,
        ContentLength: Buffer.byteLength(body),
        ContentType: contentType,
        ...(expiresAfterDays !== undefined && {
          Tagging: expiryTag(expiresAfterDays),
        }),
        ...(condition === undefined
          ? {}
          : 'ifMatch' in condition
            ? { IfMatch: condition.ifMatch }
            : { IfNoneMatch: '*' }),
      });
      return { etag: ETag ?? '' };
    } catch (error) {
      throw conditionalError(key, condition, error);
    }
  }

  /** Multipart, in constant memory; nothing is left behind when the stream fails. */
  async upload(
    key: string,
    stream: Readable,
    contentType: string,
  ): Promise<{ bytes: number }> {
    let bytes = 0;
    const upload = new Upload({
      client: this.s3,
      params: {
        Bucket: this.bucket,
        Key: key,
        Body: stream,
        ContentType: contentType,
      },
      partSize: PART_BYTES,
      queueSize: PARTS_UNDER_WAY,
    });
    upload.on(
      'httpUploadProgress',
      ({ loaded }) => (bytes = Math.max(bytes, loaded ?? 0)),
    );
    await upload.done();
    return { bytes };
  }

  /** In the order of the keys. */
  async *list(
    prefix: string,
    startAfter?: string,
  ): AsyncGenerator<ListedObject> {
    let token: string | undefined;
    do {
      const page = await this.s3.listObjectsV2({
        Bucket: this.bucket,
        Prefix: prefix,
        ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined)
          yield {
            key: Key,
            bytes: Size ?? 0,
            modifiedAt: LastModified ?? new Date(),
          };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** @returns how many objects were deleted. */
  async deletePrefix(prefix: string): Promise<number> {
    let deleted = 0;
    for (;;) {
      const { Contents = [] } = await this.s3.listObjectsV2({
        Bucket: this.bucket,
        Prefix: prefix,
      });
      if (Contents.length === 0) return deleted;
      await this.deletePage(Contents.map(({ Key }) => ({ Key })));
      deleted += Contents.length;
    }
  }

  /** Keys that there are not do no harm. */
  async deleteAll(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += DELETES_PER_REQUEST) {
      const page = keys.slice(start, start + DELETES_PER_REQUEST);
      await this.deletePage(page.map((Key) => ({ Key })));
    }
  }

  async presignGet(
    key: string,
    {
      fileName,
      expiresInSeconds,
    }: { fileName: string; expiresInSeconds: number },
  ): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    });
    return getSignedUrl(this.s3, command, { expiresIn: expiresInSeconds });
  }

  /** A POST, because only its policy can bound the size of what is uploaded. */
  async presignPost(
    key: string,
    {
      maxBytes,
      expiresInSeconds,
    }: { maxBytes: number; expiresInSeconds: number },
  ): Promise<{ url: string; fields: Record<string, string> }> {
    return createPresignedPost(this.s3, {
      Bucket: this.bucket,
      Key: key,
      Conditions: [['content-length-range', 1, maxBytes]],
      Expires: expiresInSeconds,
    });
  }

  private async deletePage(
    objects: { Key: string | undefined }[],
  ): Promise<void> {
    const { Errors = [] } = await this.s3.deleteObjects({
      Bucket: this.bucket,
      Delete: { Objects: objects, Quiet: true },
    });
    if (Errors[0] !== undefined)
      throw new Error(`${Errors[0].Key} was not deleted: ${Errors[0].Message}`);
  }
}

/** Write requests that `upload` makes of so many bytes: one, or the parts between a beginning and an end. */
export function uploadRequests(bytes: number): number {
  return bytes <= PART_BYTES ? 1 : Math.ceil(bytes / PART_BYTES) + 2;
}

function conditionalError(
  key: string,
  condition: WriteCondition | undefined,
  cause: unknown,
): unknown {
  if (condition === undefined || !(cause instanceof S3ServiceException))
    return cause;
  const status = cause.$metadata.httpStatusCode;
  if (status === 412 || status === 404)
    return new PreconditionFailed(`${key} is not what the condition expects.`, {
      cause,
    });
  if (status === 409)
    return new ConditionalConflict(`Another write of ${key} was under way.`, {
      cause,
    });
  return cause;
}
