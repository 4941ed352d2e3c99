import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process that no recycled process id is taken for. The emulator writes the same form for its tasks. */
export const processIdentitySchema = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** When the process started, in the words of the system; undefined when there is no such process. */
export function startToken(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return startTicks(pid);
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
      }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}

function startTicks(pid: number): string | undefined {
  try {
    // The name in brackets may hold spaces; the state is the next field, the start time is field 22 of the line.
    const fields =
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .split(')')
        .at(-1)
        ?.trim()
        .split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startToken(identity.pid) === identity.started;
}
