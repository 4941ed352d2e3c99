import {
  Fenced,
  grantHolder,
  jobScope,
  nextBlock,
  runningReserve,
  type InfrastructurePrice,
  type Ledger,
  type NanoUsd,
} from '@plot-palette/domain';
import type { Settlement } from '@plot-palette/checkpoint';
import { ChangeSignal } from '../change-signal';
import type { Clock } from '../clock';
import type { WorkerStores } from '../ports';
import {
  EMPTY_ACCOUNT,
  freeOf,
  grant,
  reserve,
  settle,
  type Account,
} from './account';

export interface PurseOptions {
  readonly ledger: WorkerStores['ledger'];
  readonly clock: Clock;
  readonly jobId: string;
  readonly shard: number;
  readonly fence: number;
  /** Workers that share the ledger. */
  readonly shards: number;
  readonly price: InfrastructurePrice;
}

/**
 * ADMIT begins a record; CONTINUE goes on with one that has been paid for in part, and comes first. RUN comes before both
 * and waits for nobody once what is set aside for running is gone: the worker costs money while it waits. START is the
 * first to be set aside for running, and is waited for only while records may begin.
 */
export type Urgency = 'START' | 'RUN' | 'CONTINUE' | 'ADMIT';

interface Waiter {
  readonly amount: NanoUsd;
  readonly urgency: Urgency;
  emptySinceMs: number | undefined;
  readonly resolve: (paid: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a worker that can pay for nothing waits for what others may give back. */
const RETURNS_WAIT_MS = 60_000;
const RETURNS_POLL_MS = 1_000;
/** What is set aside for the job's end is a grant too, but nobody gives that back. */
const WORKER = /^\d+-\d+$/;
/** The set-aside for running is renewed when less than this share of it is left. */
const RUNNING_LOW_SHARE = 0.25;

/**
 * A worker's share of the ledger. Nothing is spent that was not reserved here first, and nothing is reserved that the
 * ledger has not granted: so the job's limit holds whatever happens to the worker.
 */
export class Purse {
  private account: Account = EMPTY_ACCOUNT;
  private waiters: Waiter[] = [];
  private pumping = false;
  private admitting = true;
  private closed = false;
  private readonly changed = new ChangeSignal();
  private isStarted = false;
  private runningReserved = 0;
  private runningSettled = 0;
  private toppingUp = false;

  constructor(private readonly options: PurseOptions) {}

  private get scope(): string {
    return jobScope(this.options.jobId);
  }

  private get holder(): string {
    return grantHolder(this.options.shard, this.options.fence);
  }

  /** True while work waits for money. */
  get binds(): boolean {
    return this.waiters.length > 0;
  }

  /**
   * Opens the grant, and only then makes sure that the shard is still ours: a younger owner either closes the grant that
   * it finds, or has raised the fence before.
   *
   * @throws Fenced when `confirmOwner` does; the grant, still empty, is gone again then.
   */
  async open(confirmOwner: () => Promise<void>): Promise<void> {
    const { ledger } = this.options;
    await ledger.open(this.scope, this.holder);
    try {
      await confirmOwner();
    } catch (error) {
      if (error instanceof Fenced)
        await ledger.close(this.scope, this.holder, {
          settled: 0,
          writtenOff: 0,
          rest: 'RETURN',
        });
      throw error;
    }
  }

  /**
   * Sets the first minute of running aside, waiting for what others may give back.
   * @returns false when the ledger cannot pay for it, or the worker was told to stop while it waited.
   */
  async start(): Promise<boolean> {
    const amount = runningReserve(this.options.price);
    this.isStarted = await this.reserve(amount, 'START');
    if (this.isStarted) this.runningReserved = amount;
    return this.isStarted;
  }

  /**
   * Grants a worker that could not start what its end may cost, at last from what is kept back for the job's end: its
   * account must not be written before a grant covers it, for a younger owner only knows the grant.
   * @throws Fenced when a younger owner has closed the grant.
   */
  async coverEnd(): Promise<void> {
    const reserve = runningReserve(this.options.price);
    while (!this.isStarted) {
      const ledger = await this.readLedger();
      const block = Math.min(reserve, ledger.available + ledger.closing);
      if (block <= 0 || (await this.take(ledger, block))) return;
    }
  }

  /**
   * Sets an amount aside, waiting for the worker's own calls to settle or for other workers to give back.
   * @returns false when there is no money for it, or no more record may begin.
   */
  reserve(amount: NanoUsd, urgency: Urgency): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiters.push({
        amount,
        urgency,
        emptySinceMs: undefined,
        resolve,
        reject,
      });
      this.changed.notify();
      void this.pump();
    });
  }

  /** Ends a reservation of a call, or a part of one, with what it cost. */
  settle(reserved: NanoUsd, cost: NanoUsd): void {
    this.account = settle(this.account, reserved, cost);
    this.changed.notify();
  }

  release(reserved: NanoUsd): void {
    this.settle(reserved, 0);
  }

  /** From now on no record begins; those that have begun may go on. */
  stopAdmitting(): void {
    this.admitting = false;
    this.changed.notify();
  }

  /** From now on nothing is paid any more. */
  shut(): void {
    this.closed = true;
    this.stopAdmitting();
  }

  /**
   * Books what running has cost so far and sets more aside in time; nothing before the start is paid.
   * @returns false when the ledger has nothing left for it: the worker must come to its end.
   */
  async keepRunning(spent: NanoUsd): Promise<boolean> {
    if (!this.isStarted) return true;
    const cost = spent - this.runningSettled;
    const covered = Math.min(cost, this.runningReserved);
    this.runningSettled = spent;
    this.runningReserved -= covered;
    this.settle(covered, cost);
    const full = runningReserve(this.options.price);
    if (this.toppingUp || this.runningReserved >= full * RUNNING_LOW_SHARE)
      return true;
    this.toppingUp = true;
    const amount = full - this.runningReserved;
    const paid = await this.reserve(amount, 'RUN');
    this.toppingUp = false;
    if (paid) this.runningReserved += amount;
    return paid;
  }

  /**
   * Gives back what was not spent. Spending beyond the grant (a call dearer than its bound, a long drain) is taken from
   * what the ledger still has, at last from what it has set aside for the job's end.
   */
  async close(settlement: Settlement): Promise<void> {
    this.shut();
    await this.options.ledger.close(this.scope, this.holder, {
      ...settlement,
      rest: 'RETURN',
    });
  }

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    try {
      for (let waiter = this.first(); waiter; waiter = this.first()) {
        const paid = await this.step(waiter);
        if (paid === undefined) continue;
        this.waiters = this.waiters.filter((other) => other !== waiter);
        waiter.resolve(paid);
      }
    } catch (error) {
      const waiters = this.waiters;
      this.waiters = [];
      for (const waiter of waiters) waiter.reject(error);
    } finally {
      this.pumping = false;
    }
  }

  private first(): Waiter | undefined {
    return (
      this.waiters.find(({ urgency }) => urgency === 'RUN') ??
      this.waiters.find(({ urgency }) => urgency === 'CONTINUE') ??
      this.waiters[0]
    );
  }

  /** One try to serve a waiter; undefined when it has to be tried again. */
  private async step(waiter: Waiter): Promise<boolean | undefined> {
    if (this.closed || (!this.admitting && waiter.urgency === 'ADMIT'))
      return false;
    const needed = waiter.amount - freeOf(this.account);
    if (needed <= 0) {
      this.account = reserve(this.account, waiter.amount);
      return true;
    }
    const before = this.account;
    const ledger = await this.readLedger();
    if (this.account !== before) return undefined;
    const decision = nextBlock(ledger, {
      needed,
      unsettled: waiter.urgency === 'ADMIT' ? this.unsettledByRecords() : 0,
      shards: this.options.shards,
    });
    switch (decision.kind) {
      case 'take':
        waiter.emptySinceMs = undefined;
        await this.take(ledger, decision.block);
        return undefined;
      case 'settle':
        await this.pause();
        return undefined;
      case 'empty':
        return this.waitForReturns(waiter, ledger);
      default:
        return decision satisfies never;
    }
  }

  /** The unsettled grant, where records have reserved any of it. */
  private unsettledByRecords(): NanoUsd {
    const reserved = this.account.reserved - this.runningReserved;
    return reserved > 0 ? reserved + Math.max(0, freeOf(this.account)) : 0;
  }

  private async waitForReturns(
    waiter: Waiter,
    ledger: Ledger,
  ): Promise<boolean | undefined> {
    const now = this.options.clock.now();
    if (waiter.urgency === 'RUN' && this.runningReserved === 0) return false;
    if (waiter.urgency === 'START' && !this.admitting) return false;
    if (this.account.reserved > this.runningReserved) {
      waiter.emptySinceMs = undefined;
      await this.pause();
      return undefined;
    }
    waiter.emptySinceMs ??= now;
    const others = Object.entries(ledger.grants).some(
      ([holder, granted]) =>
        granted > 0 && WORKER.test(holder) && holder !== this.holder,
    );
    if (!others || now - waiter.emptySinceMs >= RETURNS_WAIT_MS) return false;
    await this.pause();
    return undefined;
  }

  /** Until the account moves; the ledger may move unseen, so not for ever. */
  private async pause(): Promise<void> {
    const moved = new AbortController();
    await Promise.race([
      this.changed.next(),
      this.options.clock.sleep(RETURNS_POLL_MS, moved.signal),
    ]);
    moved.abort();
  }

  private async readLedger(): Promise<Ledger> {
    const ledger = await this.options.ledger.get(this.scope);
    if (ledger?.grants[this.holder] === undefined)
      throw new Fenced(
        `The grant ${this.holder} was closed by a younger owner.`,
      );
    return ledger;
  }

  private async take(ledger: Ledger, block: NanoUsd): Promise<boolean> {
    const taken = await this.options.ledger.take(this.scope, this.holder, {
      available: ledger.available,
      granted: this.account.granted,
      block,
    });
    if (taken) this.account = grant(this.account, block);
    return taken;
  }
}
