import type { Clock } from '../clock';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Nobody waits for so long: by then something runs in circles. */
const LONGEST_MS = 24 * 3_600_000;
/** Nor does so much ask for no time at all at one moment. */
const MOST_AT_ONCE = 100_000;

/**
 * Time that passes only while everything waits for it: hours of it in milliseconds, and the same order of events every
 * time. All other waiting must be for promises and streams in memory, which a turn of the event loop settles.
 */
export class VirtualClock implements Clock {
  private nowMs = Date.parse('2026-01-01T00:00:00.000Z');
  private readonly lastMs = this.nowMs + LONGEST_MS;
  private sleptAtOnce = 0;
  /** The next to wake last. */
  private readonly sleepers: Sleeper[] = [];

  now(): number {
    return this.nowMs;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || milliseconds <= 0) return this.sleepNot();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = { atMs: this.nowMs + milliseconds, wake };
      const abort = (): void => {
        this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      const place = this.sleepers.findLastIndex(
        ({ atMs }) => atMs > sleeper.atMs,
      );
      this.sleepers.splice(place + 1, 0, sleeper);
    });
  }

  /**
   * Lets time pass until the work has ended.
   * @throws Error when nothing that could end it will ever happen.
   */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let ended = false;
    const end = (): void => void (ended = true);
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ended) return work;
      const sleeper = this.sleepers.pop();
      if (sleeper === undefined || sleeper.atMs > this.lastMs)
        throw new Error('The work waits for what will never happen.');
      if (sleeper.atMs > this.nowMs) this.sleptAtOnce = 0;
      this.nowMs = sleeper.atMs;
      sleeper.wake();
    }
  }

  /** Without a turn of the event loop: who does nothing else would stop the test without an end. */
  private sleepNot(): Promise<void> {
    this.sleptAtOnce += 1;
    if (this.sleptAtOnce > MOST_AT_ONCE) throw new Error('Time stands still.');
    return Promise.resolve();
  }
}
