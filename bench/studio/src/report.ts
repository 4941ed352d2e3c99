import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Measurement } from './measure';
import { percentile } from './percentile';

const TITLES = [
  ...['transport', 'process', 'runs'],
  ...['overhead p50 ms', 'overhead p95 ms'],
  ...['lead-in p50 ms', 'lead-in p95 ms'],
];

export function tableHead(): string {
  return `| ${TITLES.join(' | ')} |\n|${' --- |'.repeat(TITLES.length)}`;
}

export function tableRow(
  names: readonly string[],
  runs: readonly Measurement[],
): string {
  const cells = (['overheadMs', 'leadInMs'] as const).flatMap((of) =>
    [0.5, 0.95].map((share) =>
      percentile(
        runs.map((run) => run[of]),
        share,
      ).toFixed(0),
    ),
  );
  return `| ${[...names, runs.length, ...cells].join(' | ')} |`;
}

export function machineFacts(args: readonly string[]): string {
  const [first] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD']);
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  const load = loadavg().map((each) => each.toFixed(2));
  return [
    `- ${new Date().toISOString().slice(0, 10)}, commit ${String(commit).trim()}`,
    `- ${cpus().length} × ${first?.model ?? 'unknown'}, ${gibibytes} GiB, Node ${process.version}`,
    `- load before the first run ${load.join(' ')}`,
    `- \`node dist/bench/studio/main.cjs ${args.join(' ')}\``,
  ].join('\n');
}
