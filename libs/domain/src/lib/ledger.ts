import { z } from 'zod';
import type { NanoUsd } from './money';
import { nanoUsdSchema } from './money';

/**
 * The money of one job. Invariant, kept by every single update:
 * limit = available + closing + settled + writtenOff + Σ grants.
 */
export const ledgerSchema = z.strictObject({
  /** `job#{jobId}`. */
  scope: z.string(),
  limit: nanoUsdSchema,
  /** Below zero only when a model billed more than its bound. */
  available: z.number().int(),
  /** Set aside for the end of the job: drain, export, finish. */
  closing: nanoUsdSchema,
  /** Spent for certain, by holders that have closed. */
  settled: nanoUsdSchema,
  /** Granted to holders that died; it may have been billed. */
  writtenOff: nanoUsdSchema,
  /** Total granted so far to each open holder (`{shard}-{fence}`). */
  grants: z.record(z.string(), nanoUsdSchema),
});
export type Ledger = z.infer<typeof ledgerSchema>;

export function jobScope(jobId: string): string {
  return `job#${jobId}`;
}

/** A shard's owner at one fence: after a takeover the old name takes nothing more. */
export function grantHolder(shard: number, fence: number): string {
  return `${shard}-${fence}`;
}

export function openLedger(
  scope: string,
  limit: NanoUsd,
  closing: NanoUsd,
): Ledger {
  return {
    scope,
    limit,
    available: limit - closing,
    closing,
    settled: 0,
    writtenOff: 0,
    grants: {},
  };
}

export function grantedTotal(ledger: Ledger): NanoUsd {
  return Object.values(ledger.grants).reduce((sum, grant) => sum + grant, 0);
}

/** Largest unsettled grant of one worker, as a share of the limit. */
const BLOCK_SHARE_OF_LIMIT = 0.05;

/**
 * How much a worker asks for next, 0 when it must wait or stop. A block is enough for `recordBound`, at most 5 % of the limit
 * and at most its fair share of what is left, so that no shard starves the others; when less than that is left, all of it.
 */
export function blockSize(
  ledger: Ledger,
  recordBound: NanoUsd,
  shards: number,
): NanoUsd {
  if (ledger.available < recordBound) return 0;
  const generous = Math.floor(ledger.limit * BLOCK_SHARE_OF_LIMIT);
  const fair = Math.floor(ledger.available / (2 * shards));
  return Math.min(
    ledger.available,
    Math.max(recordBound, Math.min(generous, fair)),
  );
}
