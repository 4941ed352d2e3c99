import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../start-failure';
import { type ManagedProcess } from './managed-process';

const POLL_MS = 50;
const LAST_LINES = 15;

/** Waits for a child to serve. @throws StartFailure with the child's last lines when it ends or takes too long. */
export async function waitUntilReady(
  child: ManagedProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  let end: string | undefined;
  void child.ended.then((how) => (end = how));
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (end !== undefined) throw childFailure(child, end);
    if (await isReady().catch(() => false)) return;
    if (Date.now() > deadline)
      throw childFailure(child, `was not ready after ${timeoutMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

export function childFailure(child: ManagedProcess, how: string): StartFailure {
  return new StartFailure(
    [
      `the ${child.name} ${how}. Its last lines:`,
      ...child.lastLines(LAST_LINES).map((line) => `    ${line}`),
    ].join('\n'),
    `The whole log is ${child.logPath}. If the kept state is the trouble, npm start -- --fresh begins anew.`,
  );
}
