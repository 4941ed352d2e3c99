// npm start: installs what is missing, builds what has changed, and hands over to the local cloud.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
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

/** The built-in model is the default; its 93 MB are not fetched for any other. */
function wantsEmbeddedModel() {
  const flag = args.findLastIndex(
    (arg) => arg === '--model' || arg.startsWith('--model='),
  );
  if (flag < 0) return true;
  const model = args[flag].includes('=')
    ? args[flag].split('=')[1]
    : args[flag + 1];
  return model === 'embedded';
}

async function prepare() {
  checkPlatform();
  await ensureNodeModules();
  await ensurePython({ model: wantsEmbeddedModel() });
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
  console.log('Plot Palette\n');
  await prepare();
  handOver();
} catch (error) {
  if (!(error instanceof InstallFailure)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
