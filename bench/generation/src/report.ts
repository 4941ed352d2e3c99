import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Measurement } from './measure';
import type { Scenario } from './scenarios';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const seconds = (value: number): string => value.toFixed(2);
const whole = (value: number): string => value.toFixed(0);

const COLUMNS: readonly {
  readonly title: string;
  readonly of: keyof Measurement;
  readonly format: (value: number) => string;
}[] = [
  { title: 'records/s', of: 'recordsPerSecond', format: whole },
  { title: 'of ideal', of: 'shareOfIdeal', format: percent },
  { title: 'of perfect window', of: 'shareOfWindow', format: percent },
  { title: 'CPU-s per 1,000', of: 'cpuSecondsPerThousand', format: seconds },
  { title: 'peak MB', of: 'peakMegabytes', format: whole },
  { title: 'at start MB', of: 'startMegabytes', format: whole },
  { title: 'grown MB', of: 'grownMegabytes', format: whole },
  { title: 'start-up s', of: 'startUpSeconds', format: seconds },
  { title: 'tail s', of: 'tailSeconds', format: seconds },
  { title: 'lost', of: 'lostRecords', format: whole },
  { title: 'doubled', of: 'doubledRecords', format: whole },
  { title: 'refused', of: 'refusedCalls', format: whole },
  { title: 're-sent', of: 'resentCalls', format: whole },
  { title: 'again after s', of: 'againSeconds', format: seconds },
];

export function tableHead(): string {
  const titles = ['scenario', 'records', ...COLUMNS.map(({ title }) => title)];
  return `| ${titles.join(' | ')} |\n|${' --- |'.repeat(titles.length)}`;
}

/** A scenario's medians. */
export function tableRow(
  { name, records }: Scenario,
  runs: readonly Measurement[],
): string {
  const cells = COLUMNS.map(({ of, format }) => {
    const value = median(runs.map((run) => run[of] ?? NaN));
    return Number.isNaN(value) ? '' : format(value);
  });
  return `| ${[name, records, ...cells].join(' | ')} |`;
}

export function machineFacts(runs: number, args: readonly string[]): string {
  const [first] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD']);
  return [
    `- ${new Date().toISOString().slice(0, 10)}, commit ${String(commit).trim()}, medians of ${runs} runs`,
    `- ${cpus().length} × ${first?.model ?? 'unknown'}, ${whole(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    `- load before the first run ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
    `- \`node dist/bench/generation/main.cjs ${args.join(' ')}\``,
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [
    sorted[Math.ceil(middle) - 1],
    sorted[Math.floor(middle)],
  ];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}
