import { jobScope, type Ledger, type NanoUsd } from '@plot-palette/domain';
import type { LedgerStore } from '@plot-palette/stores';

/**
 * Holds the closing reserve of a job that was resumed: the first one ended with its first end. A worker's holder begins
 * with the number of its shard, so the two cannot meet.
 */
const CLOSING_HOLDER = 'closing';

/** Sets the closing cost aside again, or what is left of the budget when that is less. May be repeated. */
export async function reserveClosing(
  jobId: string,
  closingNanoUsd: NanoUsd,
  ledger: Pick<LedgerStore, 'get' | 'open' | 'take'>,
): Promise<void> {
  const scope = jobScope(jobId);
  for (;;) {
    const row = await ledger.get(scope);
    if (row === undefined || reservedForClosing(row) > 0) return;
    const block = Math.min(row.available, closingNanoUsd);
    if (block === 0) return;
    await ledger.open(scope, CLOSING_HOLDER);
    const { available } = row;
    if (
      await ledger.take(scope, CLOSING_HOLDER, { available, granted: 0, block })
    )
      return;
  }
}

export function reservedForClosing({ closing, grants }: Ledger): NanoUsd {
  return closing + (grants[CLOSING_HOLDER] ?? 0);
}

/** Ends the reserve, whichever way it was made. May be repeated. */
export async function settleClosing(
  scope: string,
  { closing }: Ledger,
  spent: NanoUsd,
  ledger: Pick<LedgerStore, 'close' | 'finish'>,
): Promise<void> {
  if (closing > 0) await ledger.finish(scope, { closingSettled: spent });
  else
    await ledger.close(scope, CLOSING_HOLDER, {
      settled: spent,
      writtenOff: 0,
    });
}

export function isClosingHolder(holder: string): boolean {
  return holder === CLOSING_HOLDER;
}
