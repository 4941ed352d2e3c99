import type { PacerClock } from './pacer';

interface Timer {
  readonly atMs: number;
  readonly ring: () => void;
}

/** More than ever happens in a millisecond: by then something runs in circles. */
const MOST_AT_ONCE = 100_000;

/** Time that passes only when nothing else is left to do, and then at once. */
export class VirtualClock implements PacerClock {
  private nowMs = 0;
  private rungNow = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.nowMs;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const ring = (): void => {
        this.timers.delete(timer);
        signal?.removeEventListener('abort', ring);
        resolve();
      };
      const timer = { atMs: this.nowMs + milliseconds, ring };
      this.timers.add(timer);
      signal?.addEventListener('abort', ring, { once: true });
    });
  }

  /** Lets time pass until the work is done. */
  async until(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    const end = work.finally(() => (isDone = true));
    for (;;) {
      await settled();
      if (isDone) break;
      this.ringNext();
    }
    await end;
  }

  async pass(milliseconds: number): Promise<void> {
    await this.until(this.sleep(milliseconds));
  }

  private ringNext(): void {
    let next: Timer | undefined;
    for (const timer of this.timers)
      if (next === undefined || timer.atMs < next.atMs) next = timer;
    if (next === undefined) throw new Error('Everything waits for ever.');
    this.rungNow = next.atMs > this.nowMs ? 0 : this.rungNow + 1;
    if (this.rungNow > MOST_AT_ONCE) throw new Error('Time stands still.');
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.ring();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
