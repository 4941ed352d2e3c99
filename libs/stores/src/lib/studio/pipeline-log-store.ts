import { isDeepStrictEqual } from 'node:util';
import {
  pipelineLogSchema,
  type Page,
  type PageQuery,
  type PipelineEnd,
  type PipelineLog,
} from '@plot-palette/domain';
import type { Database } from '../database';
import { Table, type Listing } from '../table';

/** Whose rows, of which day, with which end; at least one of them has to be named, because each has an index. */
export type PipelineLogSearch = {
  readonly userId?: string | undefined;
  readonly day?: string | undefined;
  readonly status?: PipelineEnd | undefined;
};

/** The final rows of the pipeline: one for each execution, written once. */
export class PipelineLogStore {
  private readonly rows: Table<PipelineLog>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    const indexed = (name: string) =>
      ({
        type: String,
        index: { name, type: 'global', rangeKey: 'timestamp' },
      }) as const;
    this.rows = new Table(
      table,
      {
        pipeline_id: { type: String, hashKey: true },
        userId: indexed('byUser'),
        day: indexed('byDay'),
        status: indexed('byStatus'),
        timestamp: String,
      },
      pipelineLogSchema,
    );
  }

  /** @returns whether this is the row that counts: false when the execution has another one already, which stays as it is. */
  async putFinal(row: PipelineLog): Promise<boolean> {
    const isFirst = await this.database.put(this.table, row, {
      condition: 'attribute_not_exists(pipeline_id)',
    });
    // The client repeats a write whose reply was lost, and then finds its own row.
    return isFirst || isDeepStrictEqual(await this.get(row.pipeline_id), row);
  }

  async get(pipelineId: string): Promise<PipelineLog | undefined> {
    return this.rows.get({ pipeline_id: pipelineId });
  }

  /** Newest first. The indexes may be a moment behind. */
  async list(
    search: PipelineLogSearch,
    page: PageQuery,
  ): Promise<Page<PipelineLog>> {
    return this.rows.list({ ...listingOf(search), newestFirst: true }, page);
  }
}

function listingOf({ userId, day, status }: PipelineLogSearch): Listing {
  const range = day === undefined ? {} : { range: rangeOf(day) };
  const filter =
    status === undefined ? {} : { filter: { name: 'status', value: status } };
  if (userId !== undefined)
    return {
      index: 'byUser',
      partition: { name: 'userId', value: userId },
      ...range,
      ...filter,
    };
  if (status !== undefined)
    return {
      index: 'byStatus',
      partition: { name: 'status', value: status },
      ...range,
    };
  if (day !== undefined)
    return { index: 'byDay', partition: { name: 'day', value: day } };
  throw new Error('A list of the log needs a user, a day or a status.');
}

function rangeOf(day: string) {
  return {
    name: 'timestamp',
    from: `${day}T00:00:00.000Z`,
    to: `${day}T23:59:59.999Z`,
  };
}
