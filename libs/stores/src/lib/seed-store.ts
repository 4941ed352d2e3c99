import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  Conflict,
  NotFound,
  seedDataSchema,
  type Page,
  type PageQuery,
  type SeedData,
  type SeedState,
} from '@plot-palette/domain';
import { assignments } from './assignments';
import type { Database } from './database';
import { Table } from './table';

const now = (): string => new Date().toISOString();

export class SeedStore {
  private readonly rows: Table<SeedData>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    this.rows = new Table(
      table,
      {
        userId: { type: String, hashKey: true },
        seedId: {
          type: String,
          rangeKey: true,
          index: { name: 'bySeedId', type: 'global' },
        },
      },
      seedDataSchema,
    );
  }

  async create(seed: SeedData): Promise<void> {
    const created = await this.database.put(this.table, seed, {
      condition: 'attribute_not_exists(seedId)',
    });
    if (!created) throw new Conflict(`Seed data ${seed.seedId} exists.`);
  }

  async get(userId: string, seedId: string): Promise<SeedData | undefined> {
    return this.rows.get({ userId, seedId });
  }

  /** For administrators, who do not know the owner; the index may be a moment behind. */
  async findById(seedId: string): Promise<SeedData | undefined> {
    const listing = {
      index: 'bySeedId',
      partition: { name: 'seedId', value: seedId },
    };
    return (await this.rows.list(listing, { limit: 1 })).items[0];
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<SeedData>> {
    return this.rows.list(
      { partition: { name: 'userId', value: userId } },
      page,
    );
  }

  /** @throws Conflict when the seed data is in none of the given states, NotFound when it is gone. */
  async update(
    userId: string,
    seedId: string,
    changes: Partial<Omit<SeedData, 'userId' | 'seedId' | 'createdAt'>>,
    { state }: { state?: readonly SeedState[] } = {},
  ): Promise<SeedData> {
    const { update, names, values } = assignments({
      ...changes,
      updatedAt: now(),
    });
    const states = Object.fromEntries(
      (state ?? []).map((name, i) => [`:state${i}`, name]),
    );
    const inState =
      state === undefined
        ? ''
        : ` AND #state IN (${Object.keys(states).join(', ')})`;
    const updated = await this.database.update(
      this.table,
      { userId, seedId },
      {
        update,
        condition: `attribute_exists(seedId)${inState}`,
        names: {
          ...names,
          ...(state === undefined ? {} : { '#state': 'state' }),
        },
        values: { ...values, ...states },
      },
    );
    if (updated !== undefined) return seedDataSchema.parse(unmarshall(updated));
    const current = await this.get(userId, seedId);
    if (current === undefined)
      throw new NotFound(`There is no seed data ${seedId}.`);
    throw new Conflict(`Seed data ${seedId} is ${current.state}.`);
  }

  async delete(userId: string, seedId: string): Promise<void> {
    await this.database.delete(this.table, { userId, seedId });
  }
}
