// npm start: installs what is missing, builds what has changed, and hands over to the local cloud.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  checkPlatform,
  ensureNodeModules,
  ensurePython,
  InstallFailure,
  node24Path,
  run,
  timed,
  workspaceEnvironment,
  WORKSPACE,
} from './install.mjs';

const args = process.argv.slice(2);
const { usage, flags } = JSON.parse(
  await readFile(
    join(WORKSPACE, 'apps', 'local', 'src', 'command-line.json'),
    'utf8',
  ),
);

/** What can be said of the options before anything is installed; the local cloud itself looks at their values. */
function readFlags() {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (error) {
    throw new InstallFailure(
      `${error.message}\nnpm start -- --help lists the options.`,
    );
  }
}

/** The built-in model is the default; its 93 MB are not fetched for any other. */
async function prepare({ model = 'embedded' }) {
  checkPlatform();
  await ensureNodeModules();
  await ensurePython({ model: model === 'embedded' });
  await timed('build', 'only what has changed', () =>
    run('nx', ['run-many', '-t', 'build', '--outputStyle=static'], {
      quiet: true,
    }),
  );
}

/** The local cloud ends its parts in order: a signal is for it, and its exit code is ours. */
function handOver() {
  const main = join(WORKSPACE, 'dist', 'apps', 'local', 'main.mjs');
  const cloud = spawn(node24Path(), [main, ...args], {
    stdio: 'inherit',
    env: workspaceEnvironment(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => cloud.kill(signal));
  }
  cloud.once('exit', (code) => process.exit(code ?? 1));
}

try {
  const given = readFlags();
  if (given.help) {
    console.log(usage.join('\n'));
  } else {
    console.log('Plot Palette\n');
    await prepare(given);
    handOver();
  }
} catch (error) {
  if (!(error instanceof InstallFailure)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
