import type { ShardCheckpoint } from '@plot-palette/checkpoint';
import {
  addUsageByModel,
  type BatchEntry,
  type CostRow,
  type DatasetRecord,
  type HolderSpend,
  type Manifest,
  type UsageByModel,
} from '@plot-palette/domain';
import type { RunningSpend } from '../budget/running-meter';
import type { ChangeSignal } from '../change-signal';
import { timestampOf, type Clock } from '../clock';
import { Coalescer } from '../coalescer';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import { Compactor } from './compactor';
import { batchCostRows, holderCostRows } from './cost-rows';

export interface SaverOptions {
  readonly stores: Pick<WorkerStores, 'shards' | 'costs'>;
  readonly clock: Clock;
  readonly checkpoint: ShardCheckpoint;
  readonly jobId: string;
  readonly shard: number;
  readonly fence: number;
  readonly startedAt: string;
  readonly log: Log;
  readonly segmentBatches?: number | undefined;
  /** Finished records that make a checkpoint due. */
  readonly interval: number;
  readonly running: () => RunningSpend;
  /** Index of the next record to be sent. */
  readonly frontier: () => number;
  /** The checkpoint cannot be written: the worker has to stop. */
  readonly onFailure: (error: unknown) => void;
  /** Told when records are saved. */
  readonly changed: ChangeSignal;
}

/** Checkpoint intervals that may be unsaved beside what is in flight: one being written, one filling. */
const INTERVALS_UNSAVED = 2;

/** Between two writings of the bill while records are being made. */
const BILL_EVERY_MS = 2_000;

/**
 * Saves finished records while others are being made: first batch objects, one after the other, then a manifest for all
 * batches that were written meanwhile. A batch that is written is safe; a record that waits for one is not. The bill follows a
 * little later: what an owner could not bill, the next one does.
 */
export class Saver {
  private buffer: DatasetRecord[] = [];
  private writing: DatasetRecord[] = [];
  private uncommitted: BatchEntry[] = [];
  private unbilled: CostRow[] = [];
  private billDueMs = 0;
  private isEnding = false;
  private abandoned: UsageByModel = {};
  private failed = false;
  private readonly givenUp: number[] = [];
  private readonly batches = new Coalescer(() => this.writeBatch());
  private readonly manifests = new Coalescer(() => this.commit());

  private readonly compactor: Compactor;

  constructor(private readonly options: SaverOptions) {
    this.compactor = new Compactor(options);
  }

  get manifest(): Manifest {
    return this.options.checkpoint.manifest;
  }

  /** Finished records that a kill would lose. */
  get unsaved(): number {
    return this.buffer.length + this.writing.length;
  }

  add(record: DatasetRecord): void {
    this.buffer.push(record);
    if (this.buffer.length === this.options.interval) this.save();
  }

  /** Calls of a record that was given up: spent, though nothing came of it. */
  abandon(index: number, usage: UsageByModel): void {
    this.abandoned = addUsageByModel(this.abandoned, usage);
    if (Object.keys(usage).length > 0) this.givenUp.push(index);
  }

  /** Records that may be lost beside those in flight. */
  get allowance(): number {
    return INTERVALS_UNSAVED * this.options.interval;
  }

  /** Begins to save what is new; failures come through `onFailure`. */
  save(): void {
    const { unsaved, uncommitted, unbilled } = this;
    const nothingNew = unsaved + uncommitted.length + unbilled.length === 0;
    if (this.failed || nothingNew) return;
    this.saveOnce().catch((error: unknown) => {
      this.failed = true;
      void this.compactor.stop();
      this.options.onFailure(error);
    });
  }

  /** Saves everything, and a last manifest with the final account. */
  async finish(): Promise<Manifest> {
    while (this.unsaved > 0) await this.batches.request();
    await this.compactor.stop();
    this.isEnding = true;
    await this.manifests.request();
    return this.manifest;
  }

  private async saveOnce(): Promise<void> {
    if (this.unsaved > 0) await this.batches.request();
    await this.manifests.request();
  }

  /** A batch that failed is tried again as it is: its object may exist. */
  private async writeBatch(): Promise<void> {
    if (this.writing.length === 0) {
      this.writing = this.buffer;
      this.buffer = [];
    }
    if (this.writing.length === 0) return;
    const { checkpoint, clock, changed } = this.options;
    const writtenAt = timestampOf(clock);
    const batch = await checkpoint.writeBatch(this.writing, writtenAt);
    this.uncommitted.push(batch);
    this.writing = [];
    changed.notify();
  }

  private async commit(): Promise<void> {
    const { checkpoint, clock, frontier, stores, jobId, shard, fence } =
      this.options;
    const batches = [...this.uncommitted];
    const holder = this.holderSpend();
    const progress = {
      holder,
      frontier: frontier(),
      givenUp: [...this.givenUp],
    };
    const segments = [...this.compactor.ready];
    const manifest = await checkpoint.commit(
      batches,
      progress,
      timestampOf(clock),
      segments,
    );
    this.uncommitted = this.uncommitted.slice(batches.length);
    this.compactor.named(segments.length);
    // Noted first: their bill is due even if the row below cannot be written.
    this.unbilled.push(...batches.flatMap((batch) => this.rowsOf(batch)));
    const { version, totals } = manifest;
    // With every manifest: it is here that an owner who was replaced hears of it.
    await stores.shards.update(jobId, shard, fence, { version, totals });
    const isDue = this.isEnding || clock.now() >= this.billDueMs;
    if (isDue || this.compactor.isDue) await this.bill(holder);
  }

  /** Rows that could not be written are written with the next checkpoint. */
  private async bill(holder: HolderSpend): Promise<void> {
    const { clock, stores } = this.options;
    const rows = [...this.unbilled, ...holderCostRows(this.options, holder)];
    await stores.costs.put(rows);
    this.unbilled = [];
    this.billDueMs = clock.now() + BILL_EVERY_MS;
    // Not before: the next owner bills what this one could not, and for that the batches must be there one by one.
    this.compactor.begin();
  }

  private rowsOf(batch: BatchEntry): CostRow[] {
    return batchCostRows(this.options, batch);
  }

  private holderSpend(): HolderSpend {
    const { fence, startedAt, running } = this.options;
    return { fence, startedAt, ...running(), abandoned: this.abandoned };
  }
}
