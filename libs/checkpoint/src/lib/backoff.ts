import { setTimeout as sleep } from 'node:timers/promises';

/** Waits between the tries of a storage write; one try more than there are waits. */
export const WRITE_BACKOFF_MS: readonly number[] = [100, 400, 1_600];

export type Sleep = (ms: number) => Promise<unknown>;
export const realSleep: Sleep = (ms) => sleep(ms);
