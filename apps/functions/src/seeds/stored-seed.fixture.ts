import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  Conflict,
  NotFound,
  seedDataSchema,
  type SeedData,
} from '@plot-palette/domain';
import type { ProfileDependencies } from './profile-seed';

export const SEED_ID = '0d7f7f3e-6a55-4e2f-9a0e-0f3f1f0f7c11';

export function seedData(overrides: Partial<SeedData> = {}): SeedData {
  return seedDataSchema.parse({
    seedId: SEED_ID,
    userId: 'ada',
    name: 'Poems',
    fileName: 'poems.jsonl',
    format: 'jsonl',
    state: 'AWAITING_UPLOAD',
    bytes: 10,
    createdAt: '2026-11-21T09:00:00.000Z',
    updatedAt: '2026-11-21T09:00:00.000Z',
    ...overrides,
  });
}

/** Behaves as the table does, for one seed. */
export class FakeSeeds {
  readonly states: string[] = [];

  constructor(public seed: SeedData | undefined) {}

  readonly get: ProfileDependencies['seeds']['get'] = async (userId, seedId) =>
    this.seed?.userId === userId && this.seed.seedId === seedId
      ? this.seed
      : undefined;

  readonly update: ProfileDependencies['seeds']['update'] = async (
    userId,
    seedId,
    changes,
    condition,
  ) => {
    const seed = await this.get(userId, seedId);
    if (seed === undefined) throw new NotFound('gone');
    if (condition?.state?.includes(seed.state) === false)
      throw new Conflict(`is ${seed.state}`);
    // The table keeps no undefined members.
    const merged: unknown = JSON.parse(JSON.stringify({ ...seed, ...changes }));
    this.seed = seedDataSchema.parse(merged);
    this.states.push(this.seed.state);
    return this.seed;
  };
}

/** Behaves as the bucket does: an upload whose stream fails leaves nothing. */
export class FakeObjects {
  readonly contents = new Map<string, Buffer>();

  set(key: string, content: string): this {
    this.contents.set(key, Buffer.from(content));
    return this;
  }

  text(key: string): string | undefined {
    return this.contents.get(key)?.toString();
  }

  readonly head: ProfileDependencies['objects']['head'] = async (key) => {
    const content = this.contents.get(key);
    if (content === undefined) return undefined;
    const etag = createHash('md5').update(content).digest('hex');
    return { bytes: content.length, etag };
  };

  stream: ProfileDependencies['objects']['stream'] = async (key) => {
    const content = this.contents.get(key);
    if (content === undefined) throw new NotFound(key);
    return Readable.from([content]);
  };

  upload: ProfileDependencies['objects']['upload'] = async (key, stream) => {
    const content = await buffer(stream);
    this.contents.set(key, content);
    return { bytes: content.length };
  };

  readonly put: ProfileDependencies['objects']['put'] = async (key, body) => {
    this.contents.set(key, Buffer.from(body));
    return { etag: '' };
  };

  readonly deletePrefix: ProfileDependencies['objects']['deletePrefix'] =
    async (prefix) => {
      const keys = [...this.contents.keys()].filter((key) =>
        key.startsWith(prefix),
      );
      for (const key of keys) this.contents.delete(key);
      return keys.length;
    };
}
