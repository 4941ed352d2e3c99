import { Fenced } from '@plot-palette/domain';
import type { RunDependencies } from './run-dependencies';
import type { RunWriter } from './run-writer';
import { sleep } from './sleep';

export type InterruptionReason = 'STOPPED' | 'TIME_OUT' | 'LOST';

const STOP_POLL_MS = 400;
const RENEW_AFTER_MS = 5_000;

/** Ends a generation from outside: on request, when its time is up, or when the run was lost to another process. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly over = new AbortController();
  private cause: InterruptionReason | undefined;

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get reason(): InterruptionReason | undefined {
    return this.cause;
  }

  interrupt(reason: InterruptionReason): void {
    this.cause ??= reason;
    this.controller.abort();
  }

  /** Looks for a request to stop, keeps the lease, and minds the time; until `end`. */
  async watch(
    runId: string,
    deadlineMs: number,
    writer: Pick<RunWriter, 'renew' | 'renewedAtMs'>,
    { runs }: Pick<RunDependencies, 'runs'>,
  ): Promise<void> {
    while (!this.over.signal.aborted && this.cause === undefined) {
      const leftMs = deadlineMs - Date.now();
      await sleep(
        Math.max(0, Math.min(STOP_POLL_MS, leftMs)),
        this.over.signal,
      );
      if (this.over.signal.aborted) return;
      if (Date.now() >= deadlineMs) return this.interrupt('TIME_OUT');
      const isDue = Date.now() - writer.renewedAtMs >= RENEW_AFTER_MS;
      try {
        const run = await (isDue ? writer.renew() : runs.get(runId));
        if (run?.stopRequested === true) this.interrupt('STOPPED');
      } catch (error) {
        // Anything else passes: the next look is soon, and a lease that cannot be kept ends by itself.
        if (error instanceof Fenced) this.interrupt('LOST');
      }
    }
  }

  end(): void {
    this.over.abort();
  }
}
