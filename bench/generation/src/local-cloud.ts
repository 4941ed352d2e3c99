import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoresConfig } from '@plot-palette/stores';
import { z } from 'zod';

const outputsSchema = z.object({
  awsEndpointUrl: z.url(),
  modelUrl: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  bucket: z.string(),
  tables: z.custom<StoresConfig['tables']>(),
});
export type Outputs = z.infer<typeof outputsSchema>;

export interface LocalCloud {
  readonly outputs: Outputs;
  readonly directory: string;
  /** What a process needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 180_000;

/** A local cloud of the benchmark's own, with the simulator as its model; its parts are processes of their own. */
export async function startLocalCloud(): Promise<LocalCloud> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-generation-'));
  const cloud = spawn(
    process.execPath,
    [
      ...['dist/apps/local/main.mjs', '--no-demo', '--model', 'sim'],
      ...['--ports', 'auto', '--data', directory],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = once(cloud, 'exit');
  const stop = async (): Promise<void> => {
    cloud.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const outputs = await outputsOf(join(directory, 'outputs.json'), cloud);
    return { outputs, directory, environment: environmentOf(outputs), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function outputsOf(
  path: string,
  cloud: { readonly exitCode: number | null },
): Promise<Outputs> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && cloud.exitCode === null) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return outputsSchema.parse(JSON.parse(text));
    await sleep(200);
  }
  throw new Error('The local cloud did not start.');
}

function environmentOf({
  awsEndpointUrl,
  modelUrl,
  region,
  accessKeyId,
  secretAccessKey,
  bucket,
  tables,
}: Outputs): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: awsEndpointUrl,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: modelUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    BUCKET: bucket,
    JOBS_TABLE: tables.jobs,
    QUEUE_TABLE: tables.queue,
    LEDGER_TABLE: tables.ledger,
    TEMPLATES_TABLE: tables.templates,
    SEED_DATA_TABLE: tables.seedData,
    COST_TRACKING_TABLE: tables.costTracking,
    CHECKPOINT_METADATA_TABLE: tables.checkpointMetadata,
  };
}
