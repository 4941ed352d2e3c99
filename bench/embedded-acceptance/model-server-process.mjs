import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts the built model server on a free port; `stop` ends it. */
export async function startModelServer(serverFile, modelFile) {
  const child = spawn(
    process.execPath,
    [
      serverFile,
      '--backend',
      'embedded',
      '--port',
      '0',
      '--model-file',
      modelFile,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const { port, model } = JSON.parse(line);
    return {
      endpoint: `http://127.0.0.1:${port}`,
      model,
      stop: () => child.kill('SIGTERM'),
    };
  }
  throw new Error(
    'The model server ended before it was ready; its message stands above.',
  );
}
