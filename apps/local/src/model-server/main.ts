import { createBackend } from './create-backend';
import { startModelServer } from './model-server';
import { parseOptions, USAGE } from './options';

const SHUTDOWN_MS = 800;

/** Runs until SIGTERM or SIGINT. Prints one line of JSON when it is ready. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const options = parseOptions(process.argv.slice(2));
  const { host, port, 'max-body-bytes': maxBodyBytes } = options;
  const backend = await createBackend(options, process.env['OPENAI_API_KEY']);
  const server = await startModelServer({
    backend,
    host,
    port,
    ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // A model in the middle of a token must not hold the process: whoever stops it waits for that.
      setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
      void server.close().finally(() => process.exit(0));
    });
  }
  process.stdout.write(
    `${JSON.stringify({ event: 'model-server.ready', port: server.port, backend: backend.kind, model: backend.description })}\n`,
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `The port is taken (${error.message}). Stop what listens there, or choose another with --port.`;
  }
  return error.message;
}

main().catch((error: unknown) => {
  process.stderr.write(`The model server could not start. ${explain(error)}\n`);
  process.exit(1);
});
