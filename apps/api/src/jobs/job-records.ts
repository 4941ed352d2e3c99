import { Injectable } from '@nestjs/common';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import { mapAhead, openSeedRows, type SeedRows } from '@plot-palette/datasets';
import {
  NotFound,
  recordStatusSchema,
  type DatasetRecord,
  type RecordList,
  type RecordStatus,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { JobAccess } from './job-access';
import { JobSnapshots } from './job-snapshots';
import {
  answerBytes,
  MAX_ANSWER_BYTES,
  shownRecord,
  type ShownRecord,
} from './shown-record';

export interface RecordQuery {
  readonly limit: number;
  /** Only those that ended so. */
  readonly status?: RecordStatus | undefined;
}

/** Seed rows that are fetched at once. */
const ROWS_AHEAD = 8;

/** A look at what a job has made so far. */
@Injectable()
export class JobRecords {
  constructor(
    private readonly access: JobAccess,
    private readonly objects: ObjectStore,
    private readonly snapshots: JobSnapshots,
  ) {}

  /** Up to `limit` records, and fewer where an answer cannot hold as many. */
  async first(
    caller: Caller,
    jobId: string,
    query: RecordQuery,
  ): Promise<RecordList> {
    const { shards } = await this.access.readable(caller, jobId);
    let rows: Promise<SeedRows | undefined> | undefined;
    const shown = mapAhead(
      this.read(jobId, shards, query),
      ROWS_AHEAD,
      async (record) => {
        rows ??= this.seedRows(jobId);
        return shownRecord(record, await (await rows)?.row(record.seedRow));
      },
    );
    try {
      return { items: await firstThatFit(shown) };
    } finally {
      (await rows)?.close();
    }
  }

  /** Accepted ones first: rejected ones only fill up. */
  private async *read(
    jobId: string,
    shards: number,
    { limit, status: only }: RecordQuery,
  ): AsyncGenerator<DatasetRecord> {
    let count = 0;
    for (const status of only === undefined
      ? recordStatusSchema.options
      : [only]) {
      for (let shard = 0; shard < shards; shard += 1) {
        const stored = await readManifest(this.objects, jobId, shard);
        if (stored === undefined) continue;
        const { manifest } = stored;
        for await (const record of readRecords(
          this.objects,
          manifest,
          status,
        )) {
          yield record;
          count += 1;
          if (count === limit) return;
        }
      }
    }
  }

  /** Undefined when the seed file was deleted since. */
  private async seedRows(jobId: string): Promise<SeedRows | undefined> {
    const snapshot = await this.snapshots.load(jobId);
    if (snapshot === undefined) return undefined;
    try {
      return await openSeedRows({ objects: this.objects, ...snapshot.seed });
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }
}

async function firstThatFit(
  shown: AsyncIterable<ShownRecord>,
): Promise<ShownRecord[]> {
  const items: ShownRecord[] = [];
  let bytes = 0;
  for await (const item of shown) {
    bytes += answerBytes(item);
    if (bytes > MAX_ANSWER_BYTES) break;
    items.push(item);
  }
  return items;
}
