import { setTimeout as sleep } from 'node:timers/promises';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import type { AcceptedRecord } from '@plot-palette/domain';
import type { Stores } from '@plot-palette/stores';
import { createJob, removeJob } from './bench-job';
import type { LocalCloud } from './local-cloud';
import { memoryGrowth } from './memory-growth';
import { idealMs, perfectWindowMs } from './perfect-window';
import type { Scenario } from './scenarios';
import { simulatedDurations } from './simulated-latency';
import type { Simulator } from './simulator';
import { startWorker, type EndedWorker } from './worker-process';

/** One run. Shares are of 1; times are seconds. */
export interface Measurement {
  readonly recordsPerSecond: number;
  /** (Sum of latencies ÷ concurrency) ÷ time from the first call to the last answer. */
  readonly shareOfIdeal: number;
  readonly shareOfWindow: number;
  /** Of the whole process, its start and end included. */
  readonly cpuSecondsPerThousand: number;
  readonly peakMegabytes: number;
  /** Resident before the worker's own code is loaded. */
  readonly startMegabytes: number;
  /** {@link memoryGrowth}, of long runs. */
  readonly grownMegabytes: number | undefined;
  /** From starting the process to its first call. */
  readonly startUpSeconds: number;
  /** From the last answer to the end of the process. */
  readonly tailSeconds: number;
  readonly lostRecords: number;
  readonly doubledRecords: number;
  readonly refusedCalls: number;
  readonly resentCalls: number;
  /** After a kill: from starting the next process to its first call. */
  readonly againSeconds: number | undefined;
}

export interface Bench {
  readonly cloud: LocalCloud;
  readonly simulator: Simulator;
  readonly stores: Stores;
}

const POLL_MS = 20;

export async function measure(
  bench: Bench,
  scenario: Scenario,
): Promise<Measurement> {
  const { stores, simulator } = bench;
  const { jobId } = await createJob(stores, scenario);
  try {
    await simulator.prepare(scenario.simulator);
    const againSeconds = scenario.kill
      ? await killAtHalf(bench, scenario, jobId)
      : undefined;
    const worker = await (againSeconds?.worker ??
      startWorker(bench.cloud, jobId).ended);
    const records = await recordsOf(stores, jobId);
    if (records.length < scenario.records)
      console.error(
        `${scenario.name}: the worker ended with ${worker.exitCode}, ${records.length} records saved; it printed:\n${worker.log}`,
      );
    return {
      ...speedOf(scenario, records, worker),
      ...memoryOf(scenario, records, worker),
      ...(await countsOf(bench, scenario, records, worker)),
      againSeconds: againSeconds?.seconds,
    };
  } finally {
    await removeJob(stores, jobId);
  }
}

/** Kills a worker in the middle and starts the next one. */
async function killAtHalf(
  { cloud, simulator }: Bench,
  { records }: Scenario,
  jobId: string,
): Promise<{
  readonly seconds: number;
  readonly worker: Promise<EndedWorker>;
}> {
  const first = startWorker(cloud, jobId);
  while ((await simulator.stats()).ok < records / 2) await sleep(POLL_MS);
  first.kill();
  await first.ended;
  const before = (await simulator.stats()).requests.total;
  const second = startWorker(cloud, jobId);
  while ((await simulator.stats()).requests.total === before)
    await sleep(POLL_MS);
  return {
    seconds: (Date.now() - second.startedMs) / 1_000,
    worker: second.ended,
  };
}

async function recordsOf(
  { objects }: Stores,
  jobId: string,
): Promise<AcceptedRecord[]> {
  const stored = await readManifest(objects, jobId, 0);
  const records: AcceptedRecord[] = [];
  if (stored === undefined) return records;
  for await (const record of readRecords(objects, stored.manifest, 'accepted'))
    records.push(record);
  return records.sort((a, b) => a.index - b.index);
}

function speedOf(
  scenario: Scenario,
  records: readonly AcceptedRecord[],
  { endedMs }: EndedWorker,
) {
  const { simulator, concurrency } = scenario;
  const begins = records.map(
    ({ createdAt, steps }) =>
      Date.parse(createdAt) -
      Object.values(steps).reduce((sum, { latencyMs }) => sum + latencyMs, 0),
  );
  const firstMs = begins.reduce((a, b) => Math.min(a, b), Infinity);
  const lastMs = records.reduce(
    (last, { createdAt }) => Math.max(last, Date.parse(createdAt)),
    0,
  );
  const durations = simulatedDurations(records, scenario);
  const width = Math.min(concurrency, simulator.maxInFlight ?? Infinity);
  const tookMs = lastMs - firstMs;
  return {
    recordsPerSecond: records.length / (tookMs / 1_000),
    shareOfIdeal: idealMs(durations, width) / tookMs,
    shareOfWindow: perfectWindowMs(durations, width) / tookMs,
    tailSeconds: (endedMs - lastMs) / 1_000,
  };
}

function memoryOf(
  { seedRows }: Scenario,
  records: readonly AcceptedRecord[],
  { used }: EndedWorker,
) {
  const samples = used?.samples ?? [];
  const doneMs = records.map(({ createdAt }) => Date.parse(createdAt));
  return {
    startMegabytes: samples[0]?.megabytes ?? NaN,
    peakMegabytes: used?.peakMegabytes ?? NaN,
    grownMegabytes:
      seedRows === undefined ? undefined : memoryGrowth(samples, doneMs),
  };
}

async function countsOf(
  { simulator }: Bench,
  scenario: Scenario,
  records: readonly AcceptedRecord[],
  { startedMs, used }: EndedWorker,
) {
  const stats = await simulator.stats();
  const distinct = new Set(records.map(({ index }) => index)).size;
  const made = scenario.kill ? scenario.records / 2 : scenario.records;
  const firstCallMs = Date.parse(stats.firstCallAt ?? '');
  return {
    cpuSecondsPerThousand: (used?.cpuSeconds ?? NaN) / (made / 1_000),
    startUpSeconds: scenario.kill ? NaN : (firstCallMs - startedMs) / 1_000,
    lostRecords: scenario.records - distinct,
    doubledRecords: records.length - distinct,
    refusedCalls: stats.errors['ThrottlingException'] ?? 0,
    resentCalls: stats.duplicateBilled.calls,
  };
}
