import { z } from 'zod';

const SECONDS_PER_DAY = 86_400;

/** `expiresAt` of a row, as DynamoDB's time to live wants it: whole seconds since the epoch. */
export const expiresAtSchema = z.number().int().positive();

export function expiresAfterDays(days: number, nowMs: number): number {
  return Math.ceil(nowMs / 1_000) + days * SECONDS_PER_DAY;
}

/** DynamoDB deletes within days, not at once. */
export function isExpired(
  { expiresAt }: { readonly expiresAt: number },
  nowMs: number,
): boolean {
  return expiresAt * 1_000 <= nowMs;
}
