import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import {
  costRowSchema,
  type CostRow,
  type Page,
  type PageQuery,
} from '@plot-palette/domain';
import { toAttributes, type Database } from './database';
import { Table } from './table';

/** What BatchWriteItem takes. */
const BATCH = 25;
const RETENTION_SECONDS = 90 * 24 * 3_600;
const MAX_BACKOFF_MS = 5_000;

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
    for (let start = 0; start < rows.length; start += BATCH) {
      await this.writeAll(rows.slice(start, start + BATCH).map(toWrite));
    }
  }

  async listByJob(jobId: string, page: PageQuery): Promise<Page<CostRow>> {
    return this.rows.list({ partition: { name: 'jobId', value: jobId } }, page);
  }

  private async writeAll(requests: WriteRequest[]): Promise<void> {
    let rest = requests;
    for (
      let backoffMs = 50;
      rest.length > 0;
      backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS)
    ) {
      const { UnprocessedItems } = await this.database.client.batchWriteItem({
        RequestItems: { [this.table]: rest },
      });
      rest = UnprocessedItems?.[this.table] ?? [];
      if (rest.length > 0)
        await new Promise((resolve) => setTimeout(resolve, backoffMs));
    }
  }
}

function toWrite(row: CostRow): WriteRequest {
  const expiresAt =
    Math.floor(Date.parse(row.timestamp) / 1_000) + RETENTION_SECONDS;
  return { PutRequest: { Item: toAttributes({ ...row, expiresAt }) } };
}
