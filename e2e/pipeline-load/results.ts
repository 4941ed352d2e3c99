import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AT_ONCE, type MixedExecution } from '../src/pipeline/mixed-executions';

const FILE = join(__dirname, 'RESULTS.md');
const HEAD = `# Many executions of the pipeline

\`\`\`sh
PLOT_PALETTE_OUTPUTS=.local-cloud/outputs.json npx nx pipeline-load e2e
\`\`\`

Messages sent over the API of a local cloud with \`--model sim\`, ${AT_ONCE} executions at once, each request twice under one idempotency key, a tenth of them with a fault of each kind in turn (\`e2e/src/pipeline/pipeline-fault.ts\`). Afterwards the user's list has exactly one row for each execution, with the status and the component that its fault promises, and the functions' metrics count it once. The times are those of this machine and its emulator, not of AWS.
`;

/** Writes RESULTS.md. */
export function record(
  mixed: readonly MixedExecution[],
  elapsedMs: number,
): void {
  const statuses = mixed.map(({ execution }) => execution.status);
  const ended = [...new Set(statuses)]
    .sort()
    .map((end) => `${end} ${statuses.filter((each) => each === end).length}`);
  const times = mixed
    .filter(({ fault }) => fault === undefined)
    .map(({ execution }) => execution.execution_time_ms)
    .sort((a, b) => a - b);
  const percentile = (share: number) =>
    times[Math.ceil(times.length * share) - 1];
  const rows = [
    ['executions', mixed.length],
    ['with a fault', mixed.filter(({ fault }) => fault !== undefined).length],
    ['ended', ended.join(', ')],
    ['seconds in all', Math.round(elapsedMs / 1_000)],
    ['ms an execution without a fault, p50', percentile(0.5)],
    ['ms an execution without a fault, p95', percentile(0.95)],
    ['cores', availableParallelism()],
    ['measured', new Date().toISOString().slice(0, 10)],
  ];
  const table = rows.map(([name, value]) => `| ${name} | ${value} |`);
  writeFileSync(
    FILE,
    `${HEAD}\n| what | value |\n| --- | --- |\n${table.join('\n')}\n`,
  );
}
