// Processor time of one model call, by what the SDK's client sends it through. Usage: see README.md.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const HANDLERS = ['transport', 'sdk-http1', 'sdk-http2'];
const TRANSPORT = 'dist/bench/model-calls/model-transport.mjs';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '6000' },
    runs: { type: 'string', default: '3' },
  },
});

await build({
  entryPoints: ['libs/inference/src/lib/transport/model-transport.ts'],
  outfile: TRANSPORT,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const server = spawn(
  process.execPath,
  [
    'dist/apps/local/model-server.mjs',
    ...['--backend', 'sim', '--port', '0'],
    ...['--sim-settings', '{"latency":{"kind":"fixed","ms":10}}'],
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const { port } = await firstLine(server.stdout);
  console.log('| handler | CPU ms per call | calls/s |\n| --- | --- | --- |');
  for (const handler of HANDLERS) {
    const runs = Array.from({ length: Number(values.runs) }, () =>
      callsIn(handler, port),
    ).sort((a, b) => a.cpuMs - b.cpuMs);
    const { cpuMs, perSecond } = runs[Math.floor(runs.length / 2)];
    console.log(
      `| ${handler} | ${cpuMs.toFixed(2)} | ${perSecond.toFixed(0)} |`,
    );
  }
} finally {
  server.kill('SIGTERM');
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream }))
    return JSON.parse(line);
  throw new Error('The model server ended before it was ready.');
}

/** In a process of its own, so that no handler finds the code warm that another has run. */
function callsIn(handler, port) {
  const script = fileURLToPath(new URL('calls.mjs', import.meta.url));
  const args = [script, handler, `http://127.0.0.1:${port}`, values.calls];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}
