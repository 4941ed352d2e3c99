import { createApp, surroundingsOf } from './bootstrap';
import { loadConfig } from './config';
import { NoSignedRequests } from './pipelines/signed-requests';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await createApp(
    config,
    surroundingsOf(config, new NoSignedRequests()),
  );
  app.enableShutdownHooks();
  await app.listen(config.port);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
