import { until } from './api';
import { processesWith } from './processes';

/** Signals a worker that runs a job now: "containers" are processes here. @returns the id that was signalled. */
export async function signalWorker(
  jobId: string,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<number> {
  const [pid] = await until(
    async () => processesWith((variable) => variable('JOB_ID') === jobId),
    (pids) => pids.length > 0,
    30_000,
    50,
  );
  if (pid === undefined) throw new Error(`no worker of ${jobId}`);
  process.kill(pid, signal);
  return pid;
}
