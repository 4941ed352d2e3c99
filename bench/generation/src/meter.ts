// Loaded into a worker before its own code: what the process used is known only inside it, and only at its end.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const path = process.env['BENCH_METER_FILE'];
  if (path === undefined) return;
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  const used = {
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: maxRSS / 1_024,
  };
  writeFileSync(path, JSON.stringify(used));
});
