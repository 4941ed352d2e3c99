import { readFile, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../error-code';
import { StartFailure } from '../start-failure';
import {
  isAlive,
  processIdentitySchema,
  startToken,
  type ProcessIdentity,
} from './process-identity';

/**
 * Makes sure that one supervisor at a time works on a data directory. A lock whose owner is gone is taken over.
 * @throws StartFailure when another one is at work.
 */
export async function acquireLock(path: string): Promise<() => Promise<void>> {
  const self: ProcessIdentity = {
    name: 'supervisor',
    pid: process.pid,
    started: startToken(process.pid) ?? '',
  };
  for (;;) {
    if (await tryCreate(path, JSON.stringify(self)))
      return () => rm(path, { force: true });
    const owner = await readOwner(path);
    if (owner !== undefined && isAlive(owner)) {
      throw new StartFailure(
        `a local cloud already runs on this data directory (process ${owner.pid})`,
        'Stop it with Ctrl-C where it runs, or start another beside it with --data DIR --ports auto.',
      );
    }
    await rm(path, { force: true });
  }
}

async function tryCreate(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readOwner(path: string): Promise<ProcessIdentity | undefined> {
  try {
    return processIdentitySchema.safeParse(
      JSON.parse(await readFile(path, 'utf8')),
    ).data;
  } catch {
    return undefined;
  }
}
