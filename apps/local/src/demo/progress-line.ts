import { type Dashboard, formatUsd } from '@plot-palette/domain';

/** One line about a job under way: records, rate, spend, time left. */
export function progressLine({
  job,
  totals,
  recordsPerSecond,
  secondsLeft,
  ledger,
}: Dashboard): string {
  const done = Math.max(
    totals.accepted + totals.rejected,
    job.counts.accepted + job.counts.rejected,
  );
  const spent = formatUsd(ledger.settledNanoUsd);
  return [
    `  ${job.status.padEnd(9)} ${bar(done / job.records)} ${done}/${job.records} records`,
    `${recordsPerSecond.toFixed(2)}/s`,
    `${spent} of ${formatUsd(ledger.limitNanoUsd)}`,
    secondsLeft === undefined
      ? 'time left unknown'
      : `${duration(secondsLeft)} left`,
  ].join(' · ');
}

const BAR_WIDTH = 20;

function bar(fraction: number): string {
  const full = Math.round(Math.min(1, fraction) * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
