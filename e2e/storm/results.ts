import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { StormSettings, StormTally } from '../src/storm/storm';

const FILE = join(__dirname, 'RESULTS.md');
const HEAD = `# The storm

\`\`\`sh
PLOT_PALETTE_OUTPUTS=.local-cloud/outputs.json npx nx storm e2e
\`\`\`

Against a local cloud with \`--model sim\`. All sockets are open before the first run; each watches one run, some runs are watched over an event stream as well. Connections break up to three times a run and are opened again after up to 1.5 s, from where the client was. Some runs are stopped by their client, and processes of the run function are killed while they generate. A violation is a client whose text, events or outcome are not exactly those that are recorded of its run, or, of a completed run, not as many bytes as the model says it wrote. \`PLOT_PALETTE_SEED\` plays the choices of one storm again.

| sockets | event streams | at once | completed | stopped | interrupted | killed | breaks | dead sockets | events that came again | violations | seed | played |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

/** Adds the line of one storm to RESULTS.md. */
export function record(
  { sockets, seed }: StormSettings,
  tally: StormTally,
): void {
  const { COMPLETED = 0, STOPPED = 0, FAILED = 0 } = tally.runs;
  const played = `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores`;
  const cells = [
    ...[sockets, tally.streams, tally.peakInFlight],
    ...[COMPLETED, STOPPED, FAILED, tally.killed],
    ...[tally.breaks, tally.deadSockets],
    ...[tally.repeats, tally.violations.length],
    ...[seed, played],
  ];
  const line = `| ${cells.join(' | ')} |`;
  writeFileSync(FILE, `${HEAD}${[...lines(), line].join('\n')}\n`);
}

function lines(): string[] {
  try {
    return readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => /^\| \d/.test(line));
  } catch {
    // The first storm ever.
    return [];
  }
}
