// Loaded into a worker before its own code: what the process used is known only inside it, and only at its end.
import { writeFileSync } from 'node:fs';
import type { MemorySample } from './memory-growth';

const SAMPLE_MS = 500;
const MEGABYTE = 2 ** 20;

const samples: MemorySample[] = [];
const sample = (): void => {
  const megabytes = process.memoryUsage.rss() / MEGABYTE;
  samples.push({ atMs: Date.now(), megabytes });
};

if (process.env['BENCH_METER_FILE'] !== undefined) {
  sample();
  setInterval(sample, SAMPLE_MS).unref();
}

process.on('exit', () => {
  const path = process.env['BENCH_METER_FILE'];
  if (path === undefined) return;
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  const used = {
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: maxRSS / 1_024,
    samples,
  };
  writeFileSync(path, JSON.stringify(used));
});
