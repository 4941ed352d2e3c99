import type { IndexRanges, JsonObject, ShardRow } from '@plot-palette/domain';
import type { Pacer } from '@plot-palette/inference';
import type { CallBounds } from '../budget/call-bounds';
import { Reservation } from '../budget/reservation';
import type { Purse } from '../budget/purse';
import type { ChangeSignal } from '../change-signal';
import type { Saver } from '../checkpoint/saver';
import {
  afterAttempt,
  NO_ERRORS,
  pauseReason,
  type AttemptOutcome,
} from './error-rate';
import type { GenerationPlan } from './generation-plan';
import type { CallTools } from './model-call';
import { inOrderAhead } from './in-order-ahead';
import { draftRecord, sumOf, type RecordDraft } from './record-draft';
import { RecordRun } from './record-run';

export interface GenerationOptions {
  readonly plan: GenerationPlan;
  /** Indexes still to be made, in the order in which they are sent. */
  readonly gaps: IndexRanges;
  readonly maxConcurrency: number;
  readonly readRow: (row: number) => Promise<JsonObject>;
  readonly purse: Purse;
  readonly bounds: CallBounds;
  readonly saver: Saver;
  readonly pacers: ReadonlyMap<string, Pacer>;
  readonly tools: CallTools;
  /** Moves when a record ends, when records are saved, and when the worker is told to stop. */
  readonly changed: ChangeSignal;
}

export type BindingLimit = ShardRow['bindingLimit'];

/** Drafts that are ready before there is a place for them: enough that reading rows is never waited for. */
const MAX_DRAFTS_AHEAD = 64;

/** Of the calls at once: as many records may rest with others in their places. */
const MAX_RESTING_SHARE = 0.25;

/**
 * The rolling window over the records of a shard: whenever a record ends, the next one begins. Nothing waits for a
 * particular record, so a slow answer delays only itself.
 */
export class ShardGeneration {
  private running = 0;
  private next: number;
  private waitsFor: BindingLimit = 'NONE';
  private errors = NO_ERRORS;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly options: GenerationOptions) {
    this.next = options.gaps[0]?.[0] ?? 0;
  }

  /** True when there is nothing to make. */
  get isDone(): boolean {
    return this.options.gaps.length === 0;
  }

  get inFlight(): number {
    return this.running;
  }

  /** Index of the next record to be sent; everything undecided below it is in flight. */
  get frontier(): number {
    return this.next;
  }

  get bindingLimit(): BindingLimit {
    const isModel = [...this.options.pacers.values()].some(
      ({ binds }) => binds,
    );
    const isAmple = this.waitsFor === 'NONE' || this.waitsFor === 'JOB_SETTING';
    if (isAmple && isModel) return 'MODEL';
    if (this.waitsFor === 'NONE' && this.options.purse.binds) return 'BUDGET';
    return this.waitsFor;
  }

  /** Why a model is not called at all for now, for people; empty while all are. */
  get pauseReason(): string {
    const reasons = [...this.options.pacers.values()].map(
      ({ pauseReason }) => pauseReason,
    );
    return reasons.find((reason) => reason !== undefined) ?? '';
  }

  /** Makes records until none is left or the worker is told to stop; returns when every one that began has ended. */
  async run(): Promise<void> {
    const { gaps, plan, bounds, readRow } = this.options;
    const ahead = Math.min(MAX_DRAFTS_AHEAD, this.options.maxConcurrency);
    const drafts = inOrderAhead(indexesOf(gaps), ahead, (index) =>
      draftRecord(index, plan, bounds, readRow),
    );
    try {
      for await (const draft of drafts) if (!(await this.begin(draft))) break;
    } catch (error) {
      this.failWith(error);
    }
    while (this.running > 0) await this.options.changed.next();
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Waits for a place and for money; false when no more records may begin. */
  private async begin(draft: RecordDraft): Promise<boolean> {
    const { purse, tools } = this.options;
    if (!(await this.place())) return false;
    const amount = sumOf(draft.stepBounds);
    this.waitsFor = 'BUDGET';
    const paid = await purse.reserve(amount, 'ADMIT');
    this.waitsFor = 'NONE';
    if (!paid) {
      if (tools.stop.stop === undefined)
        tools.stop.beginNothing(
          'OUT_OF_BUDGET',
          'The budget cannot pay for another record.',
        );
      return false;
    }
    if (tools.stop.stop !== undefined) {
      purse.release(amount);
      return false;
    }
    this.running += 1;
    this.next = draft.index + 1;
    void this.make(draft, new Reservation(purse, amount));
    return true;
  }

  private async place(): Promise<boolean> {
    const { changed, tools } = this.options;
    while (tools.stop.stop === undefined) {
      this.waitsFor = this.isFull
        ? 'JOB_SETTING'
        : this.risksTooMuch
          ? 'CHECKPOINT'
          : 'NONE';
      if (this.waitsFor === 'NONE') return true;
      await changed.next();
    }
    return false;
  }

  /** Its calls in flight are the pacers' affair; records that rest make none. */
  private get isFull(): boolean {
    const { maxConcurrency, tools } = this.options;
    const resting = Math.min(
      tools.resting.count,
      Math.ceil(maxConcurrency * MAX_RESTING_SHARE),
    );
    return this.running - resting >= maxConcurrency;
  }

  /**
   * A kill would lose as many as may be made at once and may be unsaved beside them. Counted together: while few are in
   * flight, more wait to be saved, so that a burst of answers does not hold up the next records.
   */
  private get risksTooMuch(): boolean {
    const { maxConcurrency, saver } = this.options;
    return this.running + saver.unsaved >= maxConcurrency + saver.allowance;
  }

  private async make(
    draft: RecordDraft,
    reservation: Reservation,
  ): Promise<void> {
    const { plan, saver, tools } = this.options;
    const run = new RecordRun(plan, draft, reservation, tools, (outcome) =>
      this.judge(outcome),
    );
    try {
      const end = await run.run();
      if (end.kind === 'FINAL') saver.add(end.record);
      else saver.abandon(draft.index, end.usage);
    } catch (error) {
      // Calls that it has made are paid for, whatever happened after them.
      saver.abandon(draft.index, run.usage);
      this.failWith(error);
    } finally {
      this.running -= 1;
      this.options.changed.notify();
    }
  }

  private failWith(error: unknown): void {
    this.failure ??= { error };
    this.options.tools.stop.request('INTERRUPTED', 'The worker met an error.');
  }

  private judge(outcome: AttemptOutcome): void {
    this.errors = afterAttempt(this.errors, outcome);
    const reason = pauseReason(this.errors);
    if (reason !== undefined) this.options.tools.stop.request('PAUSED', reason);
  }
}

function* indexesOf(ranges: IndexRanges): Generator<number> {
  for (const [from, to] of ranges)
    for (let index = from; index < to; index += 1) yield index;
}
