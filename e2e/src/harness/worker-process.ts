import { readdirSync, readFileSync } from 'node:fs';
import { until } from './api';

/** Ids of the worker processes that run a job now: "containers" are processes here, and Linux shows their environment. */
function workersOf(jobId: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(`JOB_ID=${jobId}\0`))
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

/** @returns the id that was signalled. */
export async function signalWorker(
  jobId: string,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<number> {
  const [pid] = await until(
    async () => workersOf(jobId),
    (pids) => pids.length > 0,
    30_000,
    50,
  );
  if (pid === undefined) throw new Error(`no worker of ${jobId}`);
  process.kill(pid, signal);
  return pid;
}
