import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { ConfigMissing, CONFIG_PROBLEM } from './app/config/config-missing';
import { loadConsoleConfig } from './app/config/load-console-config';

async function start(): Promise<void> {
  const loaded = await loadConsoleConfig();
  if (loaded.ok) {
    await bootstrapApplication(App, appConfig(loaded.config));
    return;
  }
  await bootstrapApplication(ConfigMissing, {
    providers: [{ provide: CONFIG_PROBLEM, useValue: loaded.problem }],
  });
}

start().catch((error: unknown) => console.error(error));
