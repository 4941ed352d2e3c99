import { Readable } from 'node:stream';
import { NotFound } from '@plot-palette/domain';
import {
  PreconditionFailed,
  type ObjectStore,
  type PutOptions,
  type StoredObject,
} from '@plot-palette/stores';
import type { PublicOf } from './memory-pages.fixture';

export class MemoryObjects implements PublicOf<ObjectStore> {
  readonly bucket = 'bucket';
  readonly objects = new Map<string, Buffer>();

  async get(key: string): Promise<StoredObject | undefined> {
    const body = this.objects.get(key);
    return body === undefined ? undefined : { body, etag: '"1"' };
  }

  async stream(
    key: string,
    range: { from: number; to?: number } = { from: 0 },
  ): Promise<Readable> {
    const body = this.objects.get(key);
    if (body === undefined) throw new NotFound(`There is no object ${key}.`);
    return Readable.from([body.subarray(range.from, range.to)]);
  }

  async head(key: string) {
    const body = this.objects.get(key);
    return body === undefined ? undefined : { bytes: body.length, etag: '"1"' };
  }

  async put(
    key: string,
    body: string | Uint8Array,
    { condition }: PutOptions = {},
  ) {
    if (condition !== undefined && this.objects.has(key))
      throw new PreconditionFailed(`${key} exists.`);
    this.objects.set(key, Buffer.from(body));
    return { etag: '"1"' };
  }

  async upload(): Promise<{ bytes: number }> {
    throw new Error('the API uploads nothing');
  }

  async *list(prefix: string) {
    for (const [key, body] of this.objects)
      if (key.startsWith(prefix))
        yield { key, bytes: body.length, modifiedAt: new Date() };
  }

  async deletePrefix(prefix: string): Promise<number> {
    const keys = [...this.objects.keys()].filter((key) =>
      key.startsWith(prefix),
    );
    keys.forEach((key) => this.objects.delete(key));
    return keys.length;
  }

  async deleteAll(keys: readonly string[]): Promise<void> {
    keys.forEach((key) => this.objects.delete(key));
  }

  async presignGet(key: string, { fileName }: { fileName: string }) {
    return `https://bucket.example/${key}?name=${encodeURIComponent(fileName)}`;
  }

  async presignPost(key: string, { maxBytes }: { maxBytes: number }) {
    return {
      url: 'https://bucket.example/',
      fields: { key, policy: `1-${maxBytes}` },
    };
  }
}
