import { Injectable } from '@nestjs/common';
import { NotFound, type SeedData } from '@plot-palette/domain';
import { SeedStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { withAbandonedMarked } from './abandoned-seed';

/** Seed data is its owner's; administrators may read and change it too. */
@Injectable()
export class SeedAccess {
  constructor(private readonly seeds: SeedStore) {}

  /** @throws NotFound when it does not exist or is somebody else's. */
  async readable(caller: Caller, seedId: string): Promise<SeedData> {
    const seed =
      (await this.seeds.get(caller.userId, seedId)) ??
      (caller.isAdmin ? await this.seeds.findById(seedId) : undefined);
    if (seed === undefined)
      throw new NotFound(`There is no seed data ${seedId}.`);
    return withAbandonedMarked(seed, new Date());
  }
}
