import { z } from 'zod';
import type { NanoUsd } from './money';
import { nanoUsdSchema } from './money';

/**
 * The money of one job, or of one user's studio in one month. Invariant, kept by every single update:
 * limit = available + closing + settled + writtenOff + Σ grants.
 */
export const ledgerSchema = z.strictObject({
  /** `job#{jobId}` or `user#{userId}#{YYYY-MM}`. */
  scope: z.string(),
  limit: nanoUsdSchema,
  /**
   * Below zero when the ends of workers cost more than was left: they are paid from `closing`, which comes back at the
   * job's end. With less than that missing only when a model billed more than its bound.
   */
  available: z.number().int(),
  /** Set aside for the end of the job: drain, export, finish. */
  closing: nanoUsdSchema,
  /** Spent for certain, by holders that have closed. */
  settled: nanoUsdSchema,
  /** Granted to holders that died; it may have been billed. */
  writtenOff: nanoUsdSchema,
  /** Total granted so far to each open holder (`{shard}-{fence}`, or a run's id). */
  grants: z.record(z.string(), nanoUsdSchema),
});
export type Ledger = z.infer<typeof ledgerSchema>;

export function jobScope(jobId: string): string {
  return `job#${jobId}`;
}

/** A month's studio spend of one user; the month of a run is that of its creation, in UTC. */
export function studioScope(userId: string, createdAt: string): string {
  return `user#${userId}#${createdAt.slice(0, 'YYYY-MM'.length)}`;
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

/** What becomes of a grant when its holder is gone. */
export interface GrantEnd {
  /** Spent for certain; more than was granted where the holder's own end cost more. */
  readonly settled: NanoUsd;
  /** Known to have been spent perhaps. */
  readonly writtenOff: NanoUsd;
  /** A dead holder may have spent all that it was granted. */
  readonly rest: 'RETURN' | 'WRITE_OFF';
}

/** What is written off when a grant ends so. */
export function lostWithGrant(
  granted: NanoUsd,
  { settled, writtenOff, rest }: GrantEnd,
): NanoUsd {
  return rest === 'RETURN'
    ? writtenOff
    : Math.max(writtenOff, granted - settled);
}

/** Largest unsettled grant of one worker, as a share of the limit. */
const UNSETTLED_SHARE_OF_LIMIT = 0.05;

export interface BlockRequest {
  /** What the worker lacks to go on; nothing smaller is of use to it. */
  readonly needed: NanoUsd;
  /** Granted to the worker and not settled yet, without what it set aside for its own running. */
  readonly unsettled: NanoUsd;
  readonly shards: number;
}

export type BlockDecision =
  | { readonly kind: 'take'; readonly block: NanoUsd }
  /** The worker's own calls must settle first. */
  | { readonly kind: 'settle' }
  /** The ledger has less than is needed. */
  | { readonly kind: 'empty' };

/**
 * How much a worker asks for next. Its unsettled grant stays within 5 % of the limit, or one need where that is more;
 * a block is at most the worker's fair share of what is left (half of it over all shards), so that none starves the others.
 */
export function nextBlock(
  ledger: Pick<Ledger, 'limit' | 'available'>,
  { needed, unsettled, shards }: BlockRequest,
): BlockDecision {
  const cap = Math.floor(ledger.limit * UNSETTLED_SHARE_OF_LIMIT);
  if (unsettled > 0 && unsettled + needed > cap) return { kind: 'settle' };
  if (ledger.available < needed) return { kind: 'empty' };
  const fair = Math.floor(ledger.available / (2 * shards));
  return {
    kind: 'take',
    block: Math.max(needed, Math.min(fair, cap - unsettled)),
  };
}
