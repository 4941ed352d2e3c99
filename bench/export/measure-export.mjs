import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const SAMPLE_MS = 50;
const CLOCK_TICKS_PER_SECOND = 100;
const TABLES = [
  'JOBS',
  'QUEUE',
  'LEDGER',
  'TEMPLATES',
  'SEED_DATA',
  'COST_TRACKING',
  'CHECKPOINT_METADATA',
];

/**
 * Runs the worker in export mode, as Fargate does, from start to exit. The peak is the kernel's own high-water mark of
 * the resident set, read until the process ends; Linux only.
 */
export async function measureExport({
  workerFile,
  endpoint,
  jobId,
  directory,
}) {
  const temp = join(directory, 'tmp');
  await mkdir(temp, { recursive: true });
  const startedMs = performance.now();
  const worker = spawn(process.execPath, [workerFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...Object.fromEntries(TABLES.map((name) => [`${name}_TABLE`, 'unused'])),
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      BUCKET: 'bucket',
      JOB_ID: jobId,
      SHARD: '0',
      ATTEMPT: '1',
      WORKER_MODE: 'export',
      // As the Export state of cloudformation/statemachines/job-lifecycle.asl.json sets it.
      NODE_OPTIONS: '--max-semi-space-size=2',
      TMPDIR: temp,
    },
  });
  const usage = { peakBytes: 0, cpuSeconds: 0 };
  const timer = setInterval(() => void sample(worker.pid, usage), SAMPLE_MS);
  const [exitCode] = await once(worker, 'exit');
  clearInterval(timer);
  const seconds = (performance.now() - startedMs) / 1_000;
  await rm(temp, { recursive: true });
  if (exitCode !== 0) throw new Error(`The worker ended with ${exitCode}.`);
  return { seconds, ...usage };
}

async function sample(pid, usage) {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    if (kilobytes !== undefined)
      usage.peakBytes = Math.max(usage.peakBytes, Number(kilobytes) * 1_024);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Fields 14 and 15 (user and system ticks), counted behind the name, which may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    usage.cpuSeconds =
      (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  } catch {
    // The process has just ended.
  }
}
