import type { NanoUsd } from '@plot-palette/domain';

/** A worker's money: what the ledger granted it, what is spent for certain, and what calls under way may cost. */
export interface Account {
  readonly granted: NanoUsd;
  readonly settled: NanoUsd;
  readonly reserved: NanoUsd;
}

export const EMPTY_ACCOUNT: Account = { granted: 0, settled: 0, reserved: 0 };

/** Negative only after a call was charged more than was reserved for it. */
export function freeOf({ granted, settled, reserved }: Account): number {
  return granted - settled - reserved;
}

export function grant(account: Account, block: NanoUsd): Account {
  return { ...account, granted: account.granted + block };
}

export function reserve(account: Account, amount: NanoUsd): Account {
  return { ...account, reserved: account.reserved + amount };
}

/** Ends a reservation, with what it was spent on. */
export function settle(
  account: Account,
  reserved: NanoUsd,
  cost: NanoUsd,
): Account {
  return {
    ...account,
    reserved: account.reserved - reserved,
    settled: account.settled + cost,
  };
}
