import type { ModelClient } from '@plot-palette/inference';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';

export interface ShardSettings {
  readonly jobId: string;
  readonly shard: number;
  readonly attempt: number;
  readonly checkpointInterval: number;
  readonly checkpointMs: number;
  readonly heartbeatMs: number;
  readonly shutdownGraceMs: number;
  readonly callTimeoutMs: number;
  /** Batches that are compacted into one segment; `SEGMENT_BATCHES` unless a test says less. */
  readonly segmentBatches?: number;
}

export interface ShardContext {
  readonly settings: ShardSettings;
  readonly stores: WorkerStores;
  readonly createModels: (options: {
    concurrency: number;
    callTimeoutMs: number;
  }) => ModelClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** When the process began to cost money, in milliseconds since the epoch. */
  readonly startedMs: number;
}
