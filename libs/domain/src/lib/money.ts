import { z } from 'zod';

/** Money is an integer number of nano-dollars (1 USD = 10⁹); sums stay exact up to 9 million dollars. */
export const nanoUsdSchema = z
  .number()
  .int()
  .nonnegative()
  .max(Number.MAX_SAFE_INTEGER);
export type NanoUsd = z.infer<typeof nanoUsdSchema>;

export const NANO_PER_USD = 1_000_000_000;

/** For the edge only: what the user typed becomes the largest whole number of nano-dollars that does not exceed it. */
export function usdToNano(usd: number): NanoUsd {
  // 0.29 * 1e9 is 289999999.99999994: round to a tenth of a nano-dollar before the floor.
  return Math.floor(Number((usd * NANO_PER_USD).toFixed(1)));
}

export function nanoToUsd(nano: NanoUsd): number {
  return nano / NANO_PER_USD;
}

/** `$1.25`, `$0.000152`: at least two decimals, and enough of them to show the first two significant digits. */
export function formatUsd(nano: NanoUsd): string {
  const usd = nanoToUsd(nano);
  if (usd === 0 || usd >= 0.01) return `$${usd.toFixed(2)}`;
  const decimals = Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(decimals)}`;
}
