import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import {
  costRowSchema,
  type CostRow,
  type Page,
  type PageQuery,
} from '@plot-palette/domain';
import { toAttributes, type Database } from './database';
import { Table } from './table';
import { writeBatches } from './write-batches';

const RETENTION_SECONDS = 90 * 24 * 3_600;

/** The audit trail of what was paid, kept 90 days. A repeated write overwrites its own row. */
export class CostStore {
  private readonly rows: Table<CostRow>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    this.rows = new Table(
      table,
      {
        jobId: { type: String, hashKey: true },
        entry: { type: String, rangeKey: true },
      },
      costRowSchema.strip(),
    );
  }

  async put(rows: readonly CostRow[]): Promise<void> {
    await writeBatches(this.database, this.table, rows.map(toWrite));
  }

  async listByJob(jobId: string, page: PageQuery): Promise<Page<CostRow>> {
    return this.rows.list({ partition: { name: 'jobId', value: jobId } }, page);
  }
}

function toWrite(row: CostRow): WriteRequest {
  const expiresAt =
    Math.floor(Date.parse(row.timestamp) / 1_000) + RETENTION_SECONDS;
  return { PutRequest: { Item: toAttributes({ ...row, expiresAt }) } };
}
