import {
  SEGMENT_BATCHES,
  SEGMENT_BYTES,
  type ShardCheckpoint,
  type WrittenSegment,
} from '@plot-palette/checkpoint';
import type { Log } from '../log';

export interface CompactorOptions {
  readonly checkpoint: ShardCheckpoint;
  readonly log: Log;
  /** Batches that make a compaction due, and that one segment holds at most; `SEGMENT_BATCHES` unless a test says less. */
  readonly segmentBatches?: number | undefined;
}

/**
 * Copies batches into segments while records are being made. Segments that are written wait for a manifest that names
 * them; until then, and whatever goes wrong here, the batches count.
 */
export class Compactor {
  private written: WrittenSegment[] = [];
  private running: Promise<void> | undefined;
  private readonly stopped = new AbortController();
  private readonly batches: number;
  private dueAt: number;

  constructor(private readonly options: CompactorOptions) {
    this.batches = options.segmentBatches ?? SEGMENT_BATCHES;
    this.dueAt = this.batches;
  }

  /** Segments for the next manifest. */
  get ready(): readonly WrittenSegment[] {
    return this.written;
  }

  /** A manifest names the first `count` of them. */
  named(count: number): void {
    this.written = this.written.slice(count);
  }

  /** True when it is time and nothing is left from the last time. */
  get isDue(): boolean {
    const isBusy = this.running !== undefined || this.written.length > 0;
    const isStopped = this.stopped.signal.aborted;
    return !isBusy && !isStopped && this.options.checkpoint.loose >= this.dueAt;
  }

  /** Begins to compact when that is due. */
  begin(): void {
    if (this.isDue) this.running = this.run();
  }

  /** Returns as soon as no request is under way. What is written until then may be named. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { checkpoint, log } = this.options;
    const { signal } = this.stopped;
    const limits = { batches: this.batches, bytes: SEGMENT_BYTES };
    try {
      for await (const segment of checkpoint.compact(limits, signal))
        this.written.push(segment);
      this.dueAt = this.batches;
    } catch (error) {
      if (signal.aborted) return;
      // Only a small manifest is at stake: the next time is after as many batches again.
      this.dueAt = checkpoint.loose + this.batches;
      log.warn({ err: error }, 'worker.compaction.failed');
    } finally {
      this.running = undefined;
    }
  }
}
