import { Readable } from 'node:stream';
import { CheckpointConflict, NotFound } from '@plot-palette/domain';
import type { WorkerStores } from '../ports';

type Objects = WorkerStores['objects'];

const WRITTEN_AT = new Date(0);

/** A bucket in memory, with S3's conditional writes. */
export class MemoryBucket implements Objects {
  readonly bodies = new Map<string, Buffer>();
  private readonly etags = new Map<string, string>();
  private nextEtag = 1;

  async get(key: string) {
    const body = this.bodies.get(key);
    return body && { body, etag: this.etags.get(key) ?? '' };
  }

  async stream(key: string, range?: { from: number; to?: number }) {
    const body = this.bodies.get(key);
    if (body === undefined) throw new NotFound(`There is no object ${key}.`);
    return Readable.from([body.subarray(range?.from, range?.to)]);
  }

  async put(...[key, body, options]: Parameters<Objects['put']>) {
    const condition = options?.condition;
    const holds =
      condition === undefined ||
      ('ifMatch' in condition
        ? this.etags.get(key) === condition.ifMatch
        : !this.bodies.has(key));
    if (!holds) throw new CheckpointConflict(`412 for ${key}`);
    const etag = String(this.nextEtag++);
    this.bodies.set(key, Buffer.from(body));
    this.etags.set(key, etag);
    return { etag };
  }

  async *list(prefix: string, startAfter = '') {
    for (const [key, body] of [...this.bodies].sort())
      if (key.startsWith(prefix) && key > startAfter)
        yield { key, bytes: body.byteLength, modifiedAt: WRITTEN_AT };
  }

  async upload(key: string, content: Readable) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    this.bodies.set(key, body);
    return { bytes: body.byteLength };
  }
}
