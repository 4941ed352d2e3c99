import type { NanoUsd } from '@plot-palette/domain';
import type { Purse } from './purse';

/** What one record has set aside. It never waits for more while it holds some, so that records cannot block each other. */
export class Reservation {
  constructor(
    private readonly purse: Pick<Purse, 'reserve' | 'settle' | 'release'>,
    private held: NanoUsd,
  ) {}

  /** Makes sure that so much is set aside; false when there is no money for it. */
  async ensure(amount: NanoUsd): Promise<boolean> {
    if (this.held >= amount) return true;
    this.release();
    if (!(await this.purse.reserve(amount, 'CONTINUE'))) return false;
    this.held = amount;
    return true;
  }

  /** Ends a call that was reserved at `bound` with what it cost. */
  settle(bound: NanoUsd, cost: NanoUsd): void {
    this.held -= bound;
    this.purse.settle(bound, cost);
  }

  release(): void {
    this.purse.release(this.held);
    this.held = 0;
  }
}
