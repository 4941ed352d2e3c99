import { readdirSync, readFileSync } from 'node:fs';

/** The value of an environment variable. */
export type Variable = (name: string) => string | undefined;

/** Ids of the processes with such an environment: "containers" and functions are processes here, and Linux shows theirs. */
export function processesWith(isWanted: (of: Variable) => boolean): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const variables = environmentOf(pid).split('\0');
      return isWanted((name) =>
        variables
          .find((variable) => variable.startsWith(`${name}=`))
          ?.slice(name.length + 1),
      );
    })
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // It has ended meanwhile, or is not ours to read.
    return '';
  }
}

/** Processor time that a process has used, in ticks; undefined when it is gone. */
export function ticksOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // From the third field on, behind the name, which may have blanks: the 14th and 15th are user and system time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}
