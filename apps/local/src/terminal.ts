import { type StartFailure } from './start-failure';

const PROGRESS_INTERVAL_MS = 5_000;
const NAME_WIDTH = 14;

/** What the user sees: a line a part with its time, one live line while something long goes on. */
export class Terminal {
  private hasLiveLine = false;
  private lastProgressAt = 0;
  private isEnding = false;

  constructor(
    private readonly out: NodeJS.WritableStream & {
      readonly isTTY?: boolean;
      readonly columns?: number;
    },
    private readonly now: () => number = Date.now,
  ) {}

  /** Does the work and prints how long it took; the work answers what there is to say about it. */
  async step(name: string, work: () => Promise<string>): Promise<void> {
    const begun = this.now();
    try {
      const detail = await work();
      const seconds = ((this.now() - begun) / 1000).toFixed(1);
      this.line(`  ✓ ${name.padEnd(NAME_WIDTH)} ${detail}  (${seconds} s)`);
    } catch (error) {
      if (!this.isEnding) this.line(`  ✗ ${name}`);
      throw error;
    }
  }

  line(text: string): void {
    this.clearLiveLine();
    this.out.write(`${text}\n`);
  }

  /** Replaces itself in a terminal; elsewhere it is a line every few seconds. */
  progress(text: string): void {
    if (this.out.isTTY === true) {
      const width = this.out.columns ?? 80;
      this.out.write(`\r\u001b[K${text.slice(0, width - 1)}`);
      this.hasLiveLine = true;
    } else if (this.now() - this.lastProgressAt >= PROGRESS_INTERVAL_MS) {
      this.lastProgressAt = this.now();
      this.line(text);
    }
  }

  /** From now on parts end because they are told to: that a step fails is no news. */
  ending(): void {
    this.isEnding = true;
    this.line('  ending all parts; data is kept');
  }

  failure(failure: StartFailure): void {
    this.line(
      `\nThe local cloud stopped: ${failure.message}\n${failure.advice}`,
    );
  }

  private clearLiveLine(): void {
    if (!this.hasLiveLine) return;
    this.out.write('\r\u001b[K');
    this.hasLiveLine = false;
  }
}
