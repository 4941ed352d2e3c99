const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** Doubles from half a second to a quarter of a minute; `random` (0 to 1) takes away up to half of it. */
export function backoffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return longest * (1 - random / 2);
}
