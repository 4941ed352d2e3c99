import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from './config';
import { Worker } from './worker';
import { WorkerModule } from './worker.module';

async function main(): Promise<number> {
  const config = loadConfig(process.env);
  // Nest's own signal handling would end the process under the worker: it hears SIGTERM itself and ends in order.
  const application = await NestFactory.createApplicationContext(
    WorkerModule.of(config, performance.timeOrigin),
    { logger: ['error', 'warn'], abortOnError: false },
  );
  const worker = application.get(Worker);
  process.on('SIGTERM', () => worker.interrupt());
  process.on('SIGINT', () => worker.interrupt());
  try {
    return await worker.run();
  } finally {
    await application.close();
  }
}

main().then(
  // The task costs money until its process is gone: nothing that is still open may keep it.
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
