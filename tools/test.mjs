// npm test: installs what is missing, checks everything, runs every tier of tests against a local cloud of its own
// and ends with one line: N passed, N failed.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkPlatform,
  ensureNodeModules,
  ensurePython,
  node24Path,
  run,
  workspaceEnvironment,
} from './install.mjs';

const RESULTS = 'dist/test-results';
const CLOUD_READY_MS = 180_000;
const INTERRUPTED = 130;

const failures = [];
/** What an interruption has to end and to throw away. */
let cloud;
let data;

/** A step that fails is reported at the end; the steps after it still run, so that one run shows all that is wrong. */
async function step(name, work) {
  const startedAt = Date.now();
  console.log(`\n▸ ${name}`);
  try {
    await work();
    console.log(
      `✓ ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
    );
  } catch (error) {
    failures.push(name);
    console.error(`✗ ${name}: ${error.message}`);
  }
}

const nx = (args, environment = {}) =>
  run('nx', args, { env: { ...workspaceEnvironment(), ...environment } });

/** Starts a local cloud on free ports, with the simulator and a data directory that is thrown away. */
async function startCloud() {
  cloud = spawn(
    node24Path(),
    [
      'dist/apps/local/main.mjs',
      '--no-demo',
      '--model',
      'sim',
      '--ports',
      'auto',
      '--data',
      data,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: workspaceEnvironment() },
  );
  const outputs = join(data, 'outputs.json');
  const deadline = Date.now() + CLOUD_READY_MS;
  while (Date.now() < deadline && cloud.exitCode === null) {
    if (await readFile(outputs).catch(() => undefined)) return outputs;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  cloud.kill('SIGTERM');
  throw new Error(
    `the local cloud was not ready within ${CLOUD_READY_MS / 1000} s`,
  );
}

async function stopCloud() {
  if (cloud.exitCode !== null)
    throw new Error(`the local cloud ended by itself with ${cloud.exitCode}`);
  await endCloud();
}

/** Does nothing when it runs no more. */
async function endCloud() {
  if (cloud === undefined || cloud.exitCode !== null || cloud.signalCode)
    return;
  const ended = new Promise((resolve) => cloud.once('exit', resolve));
  cloud.kill('SIGTERM');
  await ended;
}

async function removeData() {
  if (data !== undefined) await rm(data, { recursive: true, force: true });
}

async function withCloud() {
  data = await mkdtemp(join(tmpdir(), 'plot-palette-'));
  let outputs;
  await step('start a local cloud', async () => {
    outputs = await startCloud();
  });
  if (outputs !== undefined) {
    const environment = { PLOT_PALETTE_OUTPUTS: outputs };
    await step('integration tests', () =>
      nx(['run-many', '-t', 'integration', '--parallel=1'], environment),
    );
    await step('whole-system and browser tests', () =>
      nx(['run-many', '-t', 'e2e', '--parallel=1'], environment),
    );
    await step('stop the local cloud', stopCloud);
  }
  await removeData();
}

/** The local cloud has its own process groups: it ends only when it is told to. */
async function interrupted() {
  await endCloud();
  await removeData();
  process.exit(INTERRUPTED);
}

/** Sums the JSON reports that every test target leaves, from the cache or fresh. */
async function countTests() {
  const total = { passed: 0, failed: 0 };
  for (const file of await readdir(RESULTS).catch(() => [])) {
    const report = JSON.parse(await readFile(join(RESULTS, file), 'utf8'));
    total.passed += report.numPassedTests;
    total.failed +=
      report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0);
  }
  return total;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);

await step('install', async () => {
  checkPlatform();
  await ensureNodeModules();
  await ensurePython({ model: false });
});
if (failures.length === 0) {
  await rm(RESULTS, { recursive: true, force: true });
  await step('format', () =>
    run('prettier', ['--check', '.'], { env: workspaceEnvironment() }),
  );
  await step('lint and types', () =>
    nx(['run-many', '-t', 'lint', 'typecheck', 'cfn-lint']),
  );
  await step('unit tests', () => nx(['run-many', '-t', 'test']));
  const before = failures.length;
  await step('build', () => nx(['run-many', '-t', 'build']));
  if (failures.length === before) await withCloud();
}

const { passed, failed } = await countTests();
if (failures.length > 0) console.error(`\nFailed: ${failures.join(', ')}`);
// A step that failed without a failed test (lint, build) must not read as success.
console.log(`${passed} passed, ${Math.max(failed, failures.length)} failed`);
process.exitCode = failures.length > 0 || failed > 0 || passed === 0 ? 1 : 0;
