import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import dynamoose from 'dynamoose';
import type { StoresConfig } from './config';
import { CostStore } from './cost-store';
import { Database } from './database';
import { JobStore } from './job-store';
import { LedgerStore } from './ledger-store';
import { ObjectStore } from './object-store';
import { QueueStore } from './queue-store';
import { SeedStore } from './seed-store';
import { ShardStore } from './shard-store';
import { TemplateStore } from './template-store';

export interface Stores {
  readonly jobs: JobStore;
  readonly queue: QueueStore;
  readonly ledger: LedgerStore;
  readonly templates: TemplateStore;
  readonly seeds: SeedStore;
  readonly shards: ShardStore;
  readonly costs: CostStore;
  readonly objects: ObjectStore;
  /** Closes the connections; the stores are of no use afterwards. */
  close(): void;
}

/**
 * A connection on which nobody answers is given up, and its request made again. What counts is silence, not duration: a
 * large part may take long, as long as its bytes move.
 */
const CONNECT_TIMEOUT_MS = 3_000;
const DYNAMODB_SILENCE_MS = 5_000;
/** S3 takes longer over large objects, and a stream is silent while its reader is busy. */
const S3_SILENCE_MS = 20_000;

/** Region, credentials and endpoints are the SDK's own business: its default chain and `AWS_ENDPOINT_URL*`. */
export function createStores({ bucket, tables }: StoresConfig): Stores {
  const client = new DynamoDB({
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: DYNAMODB_SILENCE_MS,
    },
  });
  dynamoose.aws.ddb.set(client);
  const database = new Database(client);
  // Else a presigned address would carry the checksum of an empty body.
  const s3 = new S3({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: S3_SILENCE_MS,
    },
  });
  return {
    jobs: new JobStore(database, tables),
    queue: new QueueStore(database, tables.queue),
    ledger: new LedgerStore(database, tables.ledger),
    templates: new TemplateStore(database, tables.templates),
    seeds: new SeedStore(database, tables.seedData),
    shards: new ShardStore(database, tables.checkpointMetadata),
    costs: new CostStore(database, tables.costTracking),
    objects: new ObjectStore(s3, bucket),
    close: () => {
      client.destroy();
      s3.destroy();
    },
  };
}
