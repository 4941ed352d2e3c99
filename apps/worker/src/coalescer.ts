/**
 * Runs a task once at a time: asked for while it runs, it runs once more afterwards, however often it was asked.
 * A failure reaches all who wait; the next request tries again.
 */
export class Coalescer {
  private running: Promise<void> | undefined;
  private again = false;

  constructor(private readonly task: () => Promise<void>) {}

  /** Resolves when a run that began after this request has ended. */
  request(): Promise<void> {
    this.again = true;
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.task();
      }
    } finally {
      this.running = undefined;
    }
  }
}
