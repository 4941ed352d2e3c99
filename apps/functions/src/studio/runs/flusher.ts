import { EventBuffer, type TextPart } from './event-buffer';
import { flushPauseMs } from './flush-pause';
import { sleep } from './sleep';

/** Writes what is added, one flush after the other; the first at once. */
export class Flusher {
  private readonly buffer = new EventBuffer();
  private readonly closing = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private flushes = 0;

  /** @param onFailure is told when `write` rejects; nothing is written after that. */
  constructor(
    private readonly write: (parts: readonly TextPart[]) => Promise<void>,
    private readonly onFailure: () => void,
  ) {}

  add(part: TextPart): void {
    this.buffer.add(part);
    if (!this.isRunning) this.running = this.run();
    // Whoever closes is told; until then the failure is known by `onFailure`.
    this.running.catch(() => undefined);
  }

  /** Writes what is left. @throws what `write` rejected with */
  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
    await this.flush(true);
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      while (await this.flush(false))
        await sleep(flushPauseMs(this.flushes), this.closing.signal);
      this.isRunning = false;
    } catch (error) {
      this.onFailure();
      throw error;
    }
  }

  private async flush(isLast: boolean): Promise<boolean> {
    const parts = this.buffer.take({ isLast });
    if (parts.length === 0) return false;
    await this.write(parts);
    this.flushes += 1;
    return true;
  }
}
