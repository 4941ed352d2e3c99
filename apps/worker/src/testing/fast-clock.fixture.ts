import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock';

/** Time that runs `speed` times as fast. */
export function fastClock(speed: number): Clock {
  const startedMs = performance.now();
  const epochMs = Date.parse('2026-01-01T00:00:00.000Z');
  return {
    now: () => Math.round(epochMs + (performance.now() - startedMs) * speed),
    async sleep(milliseconds, signal) {
      await delay(milliseconds / speed, undefined, signal && { signal }).catch(
        () => undefined,
      );
    },
  };
}
