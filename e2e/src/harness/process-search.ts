import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes whose environment (`NAME=value` …) is as wanted: Linux shows it. */
export function processesWhere(
  isWanted: (environment: readonly string[]) => boolean,
): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isWanted(environmentOf(name)))
    .map(Number);
}

function environmentOf(id: string): readonly string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1').split('\0');
  } catch {
    // It has ended meanwhile, or is not ours to read.
    return [];
  }
}
