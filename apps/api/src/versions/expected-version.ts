import { Conflict } from '@plot-palette/domain';

/** @throws Conflict when the caller made the change to another version than the latest. */
export function assertExpectedVersion(
  what: string,
  latest: { readonly version: number },
  expected: number | undefined,
): void {
  if (expected !== undefined && expected !== latest.version)
    throw new Conflict(
      `The ${what} has version ${latest.version} by now, not ${expected}. Load it and make your change there.`,
    );
}
