import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  Fenced,
  NotFound,
  shardRowSchema,
  type ShardRow,
} from '@plot-palette/domain';
import { assignments } from './assignments';
import type { Database } from './database';
import { Table } from './table';

const now = (): string => new Date().toISOString();

/** One row a shard, in CheckpointMetadata; written by its owner only. */
export class ShardStore {
  private readonly rows: Table<ShardRow>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    this.rows = new Table(
      table,
      {
        jobId: { type: String, hashKey: true },
        shard: { type: Number, rangeKey: true },
      },
      shardRowSchema,
    );
  }

  /** Rows that exist stay as they are. */
  async create(rows: readonly ShardRow[]): Promise<void> {
    for (const row of rows) {
      await this.database.put(this.table, row, {
        condition: 'attribute_not_exists(jobId)',
      });
    }
  }

  async get(jobId: string, shard: number): Promise<ShardRow | undefined> {
    return this.rows.get({ jobId, shard });
  }

  async list(jobId: string): Promise<ShardRow[]> {
    return this.rows.all({ name: 'jobId', value: jobId });
  }

  /**
   * Becomes the shard's owner: a fence above the row's and above `minimumFence` (the manifest's), at once and
   * whatever the old owner is doing.
   */
  async takeOver(
    jobId: string,
    shard: number,
    minimumFence: number,
  ): Promise<ShardRow> {
    for (;;) {
      const row = await this.get(jobId, shard);
      if (row === undefined)
        throw new NotFound(`Job ${jobId} has no shard ${shard}.`);
      const fence = Math.max(row.fence, minimumFence) + 1;
      const { update, names, values } = assignments({
        fence,
        outcome: 'RUNNING',
        reason: '',
        heartbeatAt: now(),
        updatedAt: now(),
      });
      const updated = await this.database.update(
        this.table,
        { jobId, shard },
        {
          update,
          condition: '#fence = :read',
          names,
          values: { ...values, ':read': row.fence },
        },
      );
      if (updated !== undefined)
        return shardRowSchema.parse(unmarshall(updated));
    }
  }

  /** @throws Fenced when a younger owner has the shard. */
  async update(
    jobId: string,
    shard: number,
    fence: number,
    changes: Partial<Omit<ShardRow, 'jobId' | 'shard' | 'fence'>>,
  ): Promise<void> {
    const { update, names, values } = assignments({
      ...changes,
      updatedAt: now(),
    });
    const updated = await this.database.update(
      this.table,
      { jobId, shard },
      {
        update,
        condition: '#fence = :fence',
        names: { ...names, '#fence': 'fence' },
        values: { ...values, ':fence': fence },
      },
    );
    if (updated === undefined)
      throw new Fenced(
        `Shard ${shard} of job ${jobId} has a younger owner than fence ${fence}.`,
      );
  }

  async deleteAll(jobId: string): Promise<void> {
    for (const { shard } of await this.list(jobId))
      await this.database.delete(this.table, { jobId, shard });
  }
}
