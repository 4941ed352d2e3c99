import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Tally } from '../src/kill-matrix/tally';

const FILE = join(__dirname, 'RESULTS.md');
const HEAD = `# The kill matrix

\`\`\`sh
PLOT_PALETTE_OUTPUTS=.local-cloud/outputs.json npx nx kill-matrix e2e
\`\`\`

The worker's bundle as processes, against a local cloud with \`--model sim\`. Every part plays small jobs (10 records a shard, a checkpoint every 2, 2 calls in flight, 5 ms a call), one incident each, and starts workers until the job is done. A boundary is a place of a request: BEFORE it is sent on, DONE but not replied to, or REPLIED to. Random moments begin with a worker's first request; those that come after its end count as jobs only. A failure is a record lost or doubled, a written batch that is not adopted, more calls sent again than were in flight and unsaved, a bill above the ledger, a ledger that does not add up, a worker that ends wrongly. A part played again replaces its line: \`-t "2 shards"\` plays some of them.

| part | boundaries or moments | jobs | failures | played |
| --- | --- | --- | --- | --- |
`;

/** Puts the line of one part into RESULTS.md, in place of its older one. */
export function record(
  part: string,
  { boundaries, trials, failures }: Tally,
): void {
  const played = `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores`;
  const line = `| ${part} | ${boundaries} | ${trials} | ${failures.length} | ${played} |`;
  const others = lines().filter((other) => nameOf(other) !== part);
  const sorted = [...others, line].sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b)),
  );
  writeFileSync(FILE, `${HEAD}${sorted.join('\n')}\n`);
}

function lines(): string[] {
  try {
    return readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => /^\| \d+ shards?,/.test(line));
  } catch {
    // The first part ever.
    return [];
  }
}

function nameOf(line: string): string {
  return line.split('|')[1]?.trim() ?? '';
}
