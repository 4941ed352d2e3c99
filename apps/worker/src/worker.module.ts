import { type DynamicModule, Module } from '@nestjs/common';
import { createModelClient } from '@plot-palette/inference';
import { createStores, type Stores } from '@plot-palette/stores';
import { pino } from 'pino';
import { systemClock } from './clock';
import type { WorkerConfig } from './config';
import { exportJob } from './export/export-job';
import { ShardWorker } from './generate/shard-worker';
import type { Log } from './log';
import { Worker } from './worker';

const CONFIG = Symbol('config');
const LOG = Symbol('log');
const STORES = Symbol('stores');

/** Puts the worker together from its configuration. */
@Module({})
export class WorkerModule {
  static of(config: WorkerConfig, startedMs: number): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: pino({ level: config.logLevel }) },
        { provide: STORES, useFactory: () => createStores(config.stores) },
        {
          provide: Worker,
          inject: [CONFIG, STORES, LOG],
          useFactory: (settings: WorkerConfig, stores: Stores, log: Log) =>
            createWorker(settings, stores, log, startedMs),
        },
      ],
    };
  }
}

/** What a shell reports of a process that SIGTERM ended: the state machine takes it for a failure, and exports again. */
const INTERRUPTED = 143;

function createWorker(
  { mode, shard }: WorkerConfig,
  stores: Stores,
  log: Log,
  startedMs: number,
): Worker {
  const close = () => stores.close();
  if (mode === 'export') {
    const { jobId } = shard;
    const run = () => exportJob({ objects: stores.objects, log, jobId });
    let stop = (_exitCode: number): void => undefined;
    const stopped = new Promise<number>((resolve) => (stop = resolve));
    // An export starts over: nothing that it has done so far is worth the wait, and a deleted job's must not go on.
    return new Worker(
      {
        run: () => Promise.race([run().then(() => 0), stopped]),
        interrupt: () => stop(INTERRUPTED),
      },
      close,
    );
  }
  const task = new ShardWorker({
    settings: shard,
    stores,
    createModels: createModelClient,
    clock: systemClock,
    log,
    random: Math.random,
    startedMs,
  });
  return new Worker(task, close);
}
