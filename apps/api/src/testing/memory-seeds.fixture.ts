import {
  NotFound,
  type Page,
  type PageQuery,
  type SeedData,
} from '@plot-palette/domain';
import type { SeedStore } from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

export class MemorySeeds implements PublicOf<SeedStore> {
  readonly table = 'seeds';
  readonly rows = new Map<string, SeedData>();

  async create(seed: SeedData): Promise<void> {
    this.rows.set(seed.seedId, seed);
  }

  async get(userId: string, seedId: string): Promise<SeedData | undefined> {
    const seed = this.rows.get(seedId);
    return seed?.userId === userId ? seed : undefined;
  }

  async findById(seedId: string): Promise<SeedData | undefined> {
    return this.rows.get(seedId);
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<SeedData>> {
    return pageOf(
      [...this.rows.values()].filter((seed) => seed.userId === userId),
      page,
    );
  }

  async update(
    _userId: string,
    seedId: string,
    changes: Partial<SeedData>,
  ): Promise<SeedData> {
    const seed = this.rows.get(seedId);
    if (seed === undefined) throw new NotFound(`There is no seed ${seedId}.`);
    const next = { ...seed, ...changes };
    this.rows.set(seedId, next);
    return next;
  }

  async delete(_userId: string, seedId: string): Promise<void> {
    this.rows.delete(seedId);
  }
}
