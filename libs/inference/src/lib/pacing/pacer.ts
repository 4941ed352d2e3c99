import { afterCall, openPace, type Pace } from './pace';

interface Waiter {
  readonly start: () => void;
}

/** The turnstile before one model: calls start in the order in which they came, as many at once as the pace allows. */
export class Pacer {
  private pace: Pace;
  private inFlight = 0;
  private readonly waiting = new Set<Waiter>();

  constructor(maximum: number) {
    this.pace = openPace(maximum);
  }

  /** Calls that may be in flight now. */
  get limit(): number {
    return this.pace.limit;
  }

  /** True while calls wait because the model takes no more. */
  get binds(): boolean {
    return this.waiting.size > 0;
  }

  /**
   * Waits for a place; every place must be given back by `served`, `throttled` or `failed`.
   * @throws the signal's reason when it is aborted first.
   */
  async acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.inFlight < this.pace.limit && this.waiting.size === 0) {
      this.inFlight += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.waiting.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  served(): void {
    this.pace = afterCall(this.pace, 'SERVED');
    this.release();
  }

  throttled(): void {
    this.pace = afterCall(this.pace, 'THROTTLED');
    this.release();
  }

  /** The call failed for a reason that says nothing about the pace. */
  failed(): void {
    this.release();
  }

  private release(): void {
    this.inFlight -= 1;
    for (const waiter of this.waiting) {
      if (this.inFlight >= this.pace.limit) return;
      this.waiting.delete(waiter);
      this.inFlight += 1;
      waiter.start();
    }
  }
}
