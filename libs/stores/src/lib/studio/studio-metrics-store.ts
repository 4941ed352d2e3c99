import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { ModelDay, Run } from '@plot-palette/domain';
import { updateWrite } from '../database';
import { Table } from '../table';
import {
  addMetricsRows,
  countsOfRun,
  metricsRowSchema,
  toModelDay,
  type MetricsRow,
} from './metrics-row';

/** Whose runs are counted: those of one user, or of all. */
export type MetricsScope = 'all' | `user#${string}`;

/** What is counted of a run that ends. */
export type EndedRun = Pick<
  Run,
  | 'userId'
  | 'model'
  | 'status'
  | 'createdAt'
  | 'usage'
  | 'costNanoUsd'
  | 'failure'
  | 'timeToFirstTokenMs'
  | 'totalMs'
>;

/** The rows of all users are spread over so many partitions: else the ends of all runs would wait for each other at one row. */
const PARTITIONS_OF_ALL = 8;

/** Counts and histograms of the runs of each day and model. */
export class StudioMetricsStore {
  private readonly rows: Table<MetricsRow>;

  constructor(private readonly table: string) {
    this.rows = new Table(
      table,
      {
        scope: { type: String, hashKey: true },
        entry: { type: String, rangeKey: true },
      },
      metricsRowSchema,
    );
  }

  /**
   * What counts a run for its user and for all. It has no condition of its own: it is written together with the run's end,
   * whose condition lets it through once.
   */
  endWrites(run: EndedRun): TransactWriteItem[] {
    const entry = `${run.createdAt.slice(0, 10)}#${run.model}`;
    const counts = countsOfRun(run);
    const partition = Math.floor(Math.random() * PARTITIONS_OF_ALL);
    return [`user#${run.userId}`, partitionOfAll(partition)].map((scope) =>
      this.adding(scope, entry, counts),
    );
  }

  /** The days from `from` to `to` (`YYYY-MM-DD`, both inclusive), oldest first, by model. */
  async list(
    scope: MetricsScope,
    { from, to }: { from: string; to: string },
  ): Promise<ModelDay[]> {
    const partitions =
      scope === 'all'
        ? Array.from({ length: PARTITIONS_OF_ALL }, (_, i) => partitionOfAll(i))
        : [scope];
    const rows = await Promise.all(
      partitions.map((value) =>
        this.rows.all(
          { name: 'scope', value },
          // The hash of an entry sorts before every letter and the tilde.
          { name: 'entry', from: `${from}#`, to: `${to}~` },
        ),
      ),
    );
    return addMetricsRows(rows.flat()).map(toModelDay);
  }

  private adding(
    scope: string,
    entry: string,
    counts: Readonly<Record<string, number>>,
  ): TransactWriteItem {
    const names = Object.keys(counts);
    return updateWrite(
      this.table,
      { scope, entry },
      {
        update: `ADD ${names.map((_, i) => `#count${i} :count${i}`).join(', ')}`,
        names: Object.fromEntries(names.map((name, i) => [`#count${i}`, name])),
        values: Object.fromEntries(
          names.map((name, i) => [`:count${i}`, counts[name]]),
        ),
      },
    );
  }
}

function partitionOfAll(partition: number): string {
  return `all#${partition}`;
}
