// How fast, and in how much memory, does the worker export a job? Usage: see README.md.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JOB_ID, configKey, makeJob, snapshotOf } from './make-job.mjs';
import { measureExport } from './measure-export.mjs';
import { startS3 } from './s3-server.mjs';

const MEGABYTE = 1_000_000;
const UNITS = { MB: MEGABYTE, GB: 1_000 * MEGABYTE };
const ALL = ['JSONL', 'CSV', 'PARQUET'];

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1GB' },
    runs: { type: 'string', default: '3' },
    'worker-file': { type: 'string', default: 'dist/apps/worker/main.cjs' },
    directory: { type: 'string', default: tmpdir() },
  },
});
const [, amount, unit] = /^(\d+)(MB|GB)$/.exec(values.size) ?? [];
const runs = Number(values.runs);
if (amount === undefined || !(runs >= 1)) {
  console.error(
    'usage: node bench/export/run.mjs [--size 1GB] [--runs 3] [--worker-file dist/apps/worker/main.cjs] [--directory /tmp]',
  );
  process.exit(2);
}

const CASES = [
  { name: 'JSONL', request: { formats: ['JSONL'] } },
  { name: 'CSV', request: { formats: ['CSV'] } },
  { name: 'Parquet', request: { formats: ['PARQUET'] } },
  { name: 'all three', request: { formats: ALL } },
  {
    name: 'all three, by category',
    request: {
      formats: ALL,
      partitionBy: 'category',
      categoryPath: 'seed.genre',
    },
  },
];

const directory = await mkdtemp(join(values.directory, 'bench-export-'));
const s3 = await startS3(directory);
try {
  const job = await makeJob(
    join(directory, 'bucket'),
    Number(amount) * UNITS[unit],
  );
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores (${cpus()[0]?.model}); ${(job.bytes / MEGABYTE).toFixed(0)} MB of batches, ${job.records} records; median of ${runs}`,
  );
  console.log(
    '| formats | seconds | MB of batches/s | CPU-seconds | peak RSS MB |',
  );
  console.log('| --- | --- | --- | --- | --- |');
  for (const { name, request } of CASES) await measureCase(job, name, request);
} finally {
  s3.stop();
  await rm(directory, { recursive: true });
}

async function measureCase(job, name, request) {
  await job.save(configKey, snapshotOf(job.records, request));
  const measured = [];
  for (let run = 0; run < runs; run += 1)
    measured.push(
      await measureExport({
        workerFile: values['worker-file'],
        endpoint: s3.endpoint,
        jobId: JOB_ID,
        directory,
      }),
    );
  const median = (key) =>
    measured.map((one) => one[key]).sort((a, b) => a - b)[
      Math.floor((runs - 1) / 2)
    ];
  const peak = Math.max(...measured.map(({ peakBytes }) => peakBytes));
  const speed = job.bytes / MEGABYTE / median('seconds');
  console.log(
    `| ${name} | ${median('seconds').toFixed(1)} | ${speed.toFixed(0)} | ${median('cpuSeconds').toFixed(1)} | ${(peak / MEGABYTE).toFixed(0)} (worst) |`,
  );
}
