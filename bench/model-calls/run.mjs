// Processor time of one model call, by what it is made with. Usage: see README.md.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const WAYS = ['direct', 'transport', 'sdk-http1', 'sdk-http2'];
const LATENCIES = [
  { calls: 6_000, latency: { kind: 'fixed', ms: 10 } },
  { calls: 2_000, latency: { kind: 'lognormal', medianMs: 500, sigma: 0.6 } },
];
const SOURCES = 'libs/inference/src/lib/transport';
const RESULTS = 'bench/model-calls/RESULTS.md';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);

await build({
  entryPoints: [
    `${SOURCES}/model-transport.ts`,
    `${SOURCES}/direct-converse.ts`,
    `${SOURCES}/sha256.ts`,
  ],
  outdir: 'dist/bench/model-calls',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const columns = [];
for (const { calls, latency } of LATENCIES)
  columns.push(await withServer(latency, (port) => measured(port, calls)));
const table = [
  `| made with | ${LATENCIES.map(({ latency }) => latency.kind).join(' | ')} |`,
  `| --- |${' --- |'.repeat(LATENCIES.length)}`,
  ...WAYS.map(
    (way, row) =>
      `| ${way} | ${columns.map((column) => column[row].toFixed(2)).join(' | ')} |`,
  ),
].join('\n');
console.log(table);
if (values.write)
  await writeFile(
    RESULTS,
    `# Results\n\nMilliseconds of processor time per call; ${availableParallelism()} × ${cpus()[0]?.model.trim()}, Node ${process.version}, median of ${runs}, ${new Date().toISOString().slice(0, 10)}.\n\n${table}\n`,
  );

async function withServer(latency, use) {
  const server = spawn(
    process.execPath,
    [
      'dist/apps/local/model-server.mjs',
      ...['--backend', 'sim', '--port', '0'],
      ...['--sim-settings', JSON.stringify({ latency })],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const { port } = await firstLine(server.stdout);
    return use(port);
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream }))
    return JSON.parse(line);
  throw new Error('The model server ended before it was ready.');
}

/** The median of each way, in ms per call. */
function measured(port, calls) {
  return WAYS.map((way) => {
    const costs = Array.from({ length: runs }, () =>
      callsWith(way, port, calls),
    ).sort((a, b) => a - b);
    return costs[Math.floor(runs / 2)];
  });
}

/** In a process of its own, so that no way finds the code warm that another has run. */
function callsWith(way, port, calls) {
  const script = fileURLToPath(new URL('calls.mjs', import.meta.url));
  const args = [script, way, `http://127.0.0.1:${port}`, String(calls)];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(printed).cpuMs;
}
