import { Readable } from 'node:stream';
import { CheckpointConflict } from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';

type Put = Parameters<CheckpointObjects['put']>;
type Fault = 'LOSE_REPLY' | 'FAIL';

/** A bucket in memory with S3's conditional writes; `faults` are used up by the next puts, in order. */
export class MemoryObjects implements CheckpointObjects {
  readonly bodies = new Map<string, Buffer>();
  readonly puts: string[] = [];
  readonly faults: (Fault | undefined)[] = [];
  /** Keys that listings have given. */
  listed = 0;
  /** Runs before each put: where another worker may come in between. */
  beforePut: (key: string) => Promise<void> | void = () => undefined;
  private etags = new Map<string, string>();
  private nextEtag = 1;

  async get(key: string) {
    const body = this.bodies.get(key);
    return body && { body, etag: this.etags.get(key) ?? '' };
  }

  async stream(key: string): Promise<Readable> {
    const body = this.bodies.get(key) ?? Buffer.of();
    const middle = body.byteLength >> 1;
    return Readable.from([body.subarray(0, middle), body.subarray(middle)]);
  }

  async put(...[key, body, options]: Put): Promise<{ etag: string }> {
    await this.beforePut(key);
    const fault = this.faults.shift();
    if (fault === 'FAIL') throw new Error('503 SlowDown');
    this.check(key, options?.condition);
    const etag = String(this.nextEtag++);
    this.bodies.set(key, Buffer.from(body));
    this.etags.set(key, etag);
    this.puts.push(key);
    if (fault === 'LOSE_REPLY') throw new Error('socket hang up');
    return { etag };
  }

  async *list(prefix: string, startAfter = '') {
    const keys = [...this.bodies.keys()].filter(
      (key) => key.startsWith(prefix) && key > startAfter,
    );
    for (const key of keys.sort()) {
      this.listed += 1;
      yield { key, bytes: this.bodies.get(key)?.byteLength ?? 0 };
    }
  }

  private check(
    key: string,
    condition: NonNullable<Put[2]>['condition'],
  ): void {
    if (condition === undefined) return;
    const holds =
      'ifNoneMatch' in condition
        ? !this.bodies.has(key)
        : this.etags.get(key) === condition.ifMatch;
    if (!holds) throw new CheckpointConflict(`412 for ${key}`);
  }
}
