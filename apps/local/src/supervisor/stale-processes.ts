import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isAlive,
  processIdentitySchema,
  type ProcessIdentity,
} from './process-identity';
import { signalGroup } from './signal-group';

const POLL_MS = 50;

/**
 * Ends what an earlier local cloud of the same data directory left running because it was killed: its emulator and
 * model server, and tasks that outlived the emulator. Answers the names of what was ended.
 * @param graceMs between SIGTERM, at which the emulator saves its state, and SIGKILL.
 * @param isMeant by the recorded name; the others are left alone.
 */
export async function endStaleProcesses(
  directory: string,
  graceMs: number,
  isMeant: (name: string) => boolean = () => true,
): Promise<string[]> {
  const found = await readRecords(directory);
  const records = found.filter(
    ({ identity }) => identity === undefined || isMeant(identity.name),
  );
  const alive = records.filter(
    ({ identity }) => identity !== undefined && isAlive(identity),
  );
  const identities = alive.flatMap(({ identity }) => identity ?? []);
  await Promise.all(identities.map((identity) => endGroup(identity, graceMs)));
  for (const { path } of records) await rm(path, { force: true });
  return identities.map(({ name }) => name);
}

interface ProcessRecord {
  readonly path: string;
  /** undefined when a kill left half a record: there is nothing to go by. */
  readonly identity: ProcessIdentity | undefined;
}

async function readRecords(directory: string): Promise<ProcessRecord[]> {
  const names = await readdir(directory);
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return { path, identity: parseRecord(await readFile(path, 'utf8')) };
    }),
  );
}

function parseRecord(text: string): ProcessIdentity | undefined {
  try {
    return processIdentitySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function endGroup(
  identity: ProcessIdentity,
  graceMs: number,
): Promise<void> {
  signalGroup(identity.pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (isAlive(identity) && Date.now() < deadline) await sleep(POLL_MS);
  signalGroup(identity.pid, 'SIGKILL');
  while (isAlive(identity)) await sleep(POLL_MS);
}
