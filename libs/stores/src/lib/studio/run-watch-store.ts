import type { Database } from '../database';
import { Table } from '../table';
import { expiresAfterDays } from './expiry';
import { KEPT_DAYS, WATCH_RANGE, watchEntry, watchRowSchema } from './run-row';

/** Which sockets watch which runs: rows beside those of the run's log. */
export class RunWatchStore {
  private readonly rows: Table<{ connectionId: string }>;

  constructor(
    private readonly database: Database,
    private readonly table: string,
  ) {
    const key = {
      runId: { type: String, hashKey: true },
      entry: { type: String, rangeKey: true },
    } as const;
    this.rows = new Table(table, key, watchRowSchema);
  }

  /** May be repeated. */
  async add(runId: string, connectionId: string): Promise<void> {
    await this.database.put(this.table, {
      runId,
      entry: watchEntry(connectionId),
      connectionId,
      expiresAt: expiresAfterDays(KEPT_DAYS, Date.now()),
    });
  }

  /** May be repeated. */
  async remove(runId: string, connectionId: string): Promise<void> {
    await this.database.delete(this.table, {
      runId,
      entry: watchEntry(connectionId),
    });
  }

  /** Connection ids of a run's watchers. */
  async ofRun(runId: string): Promise<string[]> {
    const rows = await this.rows.all(
      { name: 'runId', value: runId },
      { name: 'entry', ...WATCH_RANGE },
    );
    return rows.map(({ connectionId }) => connectionId);
  }
}
