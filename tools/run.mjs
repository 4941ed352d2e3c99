// node tools/run.mjs PROGRAM ARG…: runs a program of the workspace on its own Node, after installing what is missing.
import {
  checkPlatform,
  ensureNodeModules,
  InstallFailure,
  run,
} from './install.mjs';

const [program, ...args] = process.argv.slice(2);

try {
  if (program === undefined)
    throw new InstallFailure('Usage: node tools/run.mjs PROGRAM ARG…');
  checkPlatform();
  await ensureNodeModules();
  await run(program, args);
} catch (error) {
  if (!(error instanceof InstallFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
