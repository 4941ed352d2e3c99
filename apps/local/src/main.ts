import { homedir } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { type Options, parseCommandLine, USAGE } from './command-line';
import { runDemo } from './demo/run-demo';
import { StartFailure } from './start-failure';
import { LocalCloud } from './supervisor/local-cloud';
import { Terminal } from './terminal';
import { Workspace } from './workspace';

/** The bundle lies in dist/apps/local. */
const WORKSPACE_ROOT = resolve(import.meta.dirname, '..', '..', '..');
const INTERRUPTED = 130;

/** Answers the exit code. */
async function main(): Promise<number> {
  const terminal = new Terminal(process.stdout);
  let cloud: LocalCloud | undefined;
  try {
    const options = parseCommandLine(process.argv.slice(2));
    if (options === undefined) {
      process.stdout.write(USAGE);
      return 0;
    }
    const progress = { isServing: false };
    const interrupted = interruption(progress);
    cloud = new LocalCloud({
      options,
      workspace: new Workspace(WORKSPACE_ROOT),
      terminal,
      path: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
      home: homedir(),
      openAiApiKey: process.env['OPENAI_API_KEY'],
    });
    const work = serve(cloud, terminal, options, progress);
    // When interrupted, its failure is of no interest: its parts are ended under it.
    work.catch(() => undefined);
    return await Promise.race([work, cloud.lost, interrupted]);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    terminal.failure(error);
    return 1;
  } finally {
    if (cloud !== undefined) {
      await cloud.stop();
    }
  }
}

interface Progress {
  isServing: boolean;
}

async function serve(
  cloud: LocalCloud,
  terminal: Terminal,
  options: Options,
  progress: Progress,
): Promise<number> {
  const startedAt = Date.now();
  const outputs = await cloud.start();
  terminal.line(`  Ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  if (options.demo) {
    const isComplete = await runDemo({
      outputs,
      terminal,
      directory: cloud.data.demo,
      samples: new Workspace(WORKSPACE_ROOT).samples,
      model: options.model,
    });
    if (options.exitAfterDemo) return isComplete ? 0 : 1;
  }
  terminal.line(
    `\n  Console   ${outputs.consoleUrl}\n  Login     ${outputs.demoUser}  ${outputs.demoPassword}`,
  );
  terminal.line(
    `  Outputs   ${cloud.data.outputs}\n\n  Ctrl-C ends everything; data is kept.`,
  );
  progress.isServing = true;
  return new Promise(() => undefined);
}

/** Settles at the first signal, with the exit code: to end what only serves is no failure. */
function interruption(progress: Progress): Promise<number> {
  return new Promise((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => settle(progress.isServing ? 0 : INTERRUPTED));
    }
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
