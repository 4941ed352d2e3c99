import { z } from 'zod';

/** The environment variables by which the stacks tell an app where its data lies; spread into the app's own schema. */
export const storesEnvironment = {
  BUCKET: z.string().min(3),
  JOBS_TABLE: z.string().min(3),
  QUEUE_TABLE: z.string().min(3),
  LEDGER_TABLE: z.string().min(3),
  TEMPLATES_TABLE: z.string().min(3),
  SEED_DATA_TABLE: z.string().min(3),
  COST_TRACKING_TABLE: z.string().min(3),
  CHECKPOINT_METADATA_TABLE: z.string().min(3),
} as const;

export type StoresEnvironment = {
  readonly [Variable in keyof typeof storesEnvironment]: string;
};

export interface StoresConfig {
  readonly bucket: string;
  readonly tables: {
    readonly jobs: string;
    readonly queue: string;
    readonly ledger: string;
    readonly templates: string;
    readonly seedData: string;
    readonly costTracking: string;
    readonly checkpointMetadata: string;
  };
}

export function storesConfig(environment: StoresEnvironment): StoresConfig {
  return {
    bucket: environment.BUCKET,
    tables: {
      jobs: environment.JOBS_TABLE,
      queue: environment.QUEUE_TABLE,
      ledger: environment.LEDGER_TABLE,
      templates: environment.TEMPLATES_TABLE,
      seedData: environment.SEED_DATA_TABLE,
      costTracking: environment.COST_TRACKING_TABLE,
      checkpointMetadata: environment.CHECKPOINT_METADATA_TABLE,
    },
  };
}
