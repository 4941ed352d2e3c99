import { Injectable } from '@nestjs/common';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import { openSeedRows, type SeedRows } from '@plot-palette/datasets';
import {
  jobSnapshotSchema,
  NotFound,
  storageKeys,
  type DatasetRecord,
  type RecordList,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { JobAccess } from './job-access';

/** A look at what a job has made so far. */
@Injectable()
export class JobRecords {
  constructor(
    private readonly access: JobAccess,
    private readonly objects: ObjectStore,
  ) {}

  async first(
    caller: Caller,
    jobId: string,
    limit: number,
  ): Promise<RecordList> {
    const { shards } = await this.access.readable(caller, jobId);
    const records = await this.read(jobId, shards, limit);
    if (records.length === 0) return { items: [] };
    const rows = await this.seedRows(jobId);
    const item = async (record: DatasetRecord) => {
      const seed = await rows?.row(record.seedRow);
      return { record, ...(seed === undefined ? {} : { seed }) };
    };
    try {
      return { items: await Promise.all(records.map(item)) };
    } finally {
      rows?.close();
    }
  }

  /** Accepted ones first: rejected ones only fill up. */
  private async read(
    jobId: string,
    shards: number,
    limit: number,
  ): Promise<DatasetRecord[]> {
    const records: DatasetRecord[] = [];
    for (const status of ['accepted', 'rejected'] as const) {
      for (let shard = 0; shard < shards; shard += 1) {
        const stored = await readManifest(this.objects, jobId, shard);
        if (stored === undefined) continue;
        const { manifest } = stored;
        for await (const record of readRecords(
          this.objects,
          manifest,
          status,
        )) {
          records.push(record);
          if (records.length === limit) return records;
        }
      }
    }
    return records;
  }

  /** Undefined when the seed file was deleted since. */
  private async seedRows(jobId: string): Promise<SeedRows | undefined> {
    const config = await this.objects.get(storageKeys.jobConfig(jobId));
    if (config === undefined) return undefined;
    const { seed } = jobSnapshotSchema.parse(
      JSON.parse(config.body.toString('utf8')),
    );
    try {
      return await openSeedRows({ objects: this.objects, ...seed });
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }
}
