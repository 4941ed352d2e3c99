import {
  grantedTotal,
  lostWithGrant,
  type Ledger,
  type NanoUsd,
} from '@plot-palette/domain';
import type { WorkerStores } from '../ports';

type Store = WorkerStores['ledger'];

/** One job's ledger row; complains when an update breaks its invariant. */
export class MemoryLedger implements Store {
  /** The first update that would have broken it. */
  broken: string | undefined;

  constructor(public row: Ledger) {}

  /** Spent for certain or perhaps. */
  get spent(): NanoUsd {
    return this.row.settled + this.row.writtenOff;
  }

  async get(): Promise<Ledger> {
    return structuredClone(this.row);
  }

  async open(_scope: string, holder: string): Promise<void> {
    this.write({
      grants: { ...this.row.grants, [holder]: this.row.grants[holder] ?? 0 },
    });
  }

  async take(
    ...[, holder, { available, granted, block }]: Parameters<Store['take']>
  ): Promise<boolean> {
    const { grants } = this.row;
    if (this.row.available !== available || grants[holder] !== granted)
      return false;
    this.write({
      available: available - block,
      grants: { ...grants, [holder]: granted + block },
    });
    return true;
  }

  async close(
    ...[, holder, end]: Parameters<Store['close']>
  ): Promise<boolean> {
    const { [holder]: granted, ...grants } = this.row.grants;
    if (granted === undefined) return false;
    const { settled } = end;
    const lost = lostWithGrant(granted, end);
    this.write({
      grants,
      available: this.row.available + granted - settled - lost,
      settled: this.row.settled + settled,
      writtenOff: this.row.writtenOff + lost,
    });
    return true;
  }

  /** What the resuming of a job with a larger budget does. */
  raise(amount: NanoUsd): void {
    const { limit, available } = this.row;
    this.write({ limit: limit + amount, available: available + amount });
  }

  private write(changes: Partial<Ledger>): void {
    const next = { ...this.row, ...changes };
    const sum =
      next.available +
      next.closing +
      next.settled +
      next.writtenOff +
      grantedTotal(next);
    if (sum !== next.limit || next.available + next.closing < 0) {
      this.broken ??= JSON.stringify(next);
      throw new Error(`The ledger is broken: ${this.broken}`);
    }
    this.row = next;
  }
}
