import type { Readable } from 'node:stream';

/** What checkpoints need of an object store; `ObjectStore` of libs/stores has it. */
export interface CheckpointObjects {
  /** Undefined when there is no such object. */
  get(
    key: string,
  ): Promise<{ readonly body: Buffer; readonly etag: string } | undefined>;
  stream(key: string): Promise<Readable>;
  /** @throws CheckpointConflict when the condition does not hold or another write was under way. */
  put(
    key: string,
    body: string | Uint8Array,
    options?: {
      readonly contentType?: string;
      readonly condition?:
        { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };
    },
  ): Promise<{ readonly etag: string }>;
  /** In the order of keys; only those after `startAfter`. */
  list(
    prefix: string,
    startAfter?: string,
  ): AsyncIterable<{ readonly key: string; readonly bytes: number }>;
}
