import { setTimeout as delay } from 'node:timers/promises';

/** Time as the worker sees it; tests run it faster. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    await delay(milliseconds, undefined, signal && { signal }).catch(
      (error: unknown) => {
        if (!signal?.aborted) throw error;
      },
    );
  },
};

export function timestampOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
