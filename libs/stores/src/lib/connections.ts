import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import dynamoose from 'dynamoose';
import { Database } from './database';
import { ObjectStore } from './object-store';

/** What every store reads and writes through; one for a process. */
export interface Connections {
  readonly database: Database;
  readonly objects: ObjectStore;
  /** The stores are of no use afterwards. */
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
export function connect(bucket: string): Connections {
  const client = new DynamoDB({
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: DYNAMODB_SILENCE_MS,
    },
  });
  dynamoose.aws.ddb.set(client);
  const s3 = new S3({
    // Else a presigned address would carry the checksum of an empty body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: S3_SILENCE_MS,
    },
  });
  return {
    database: new Database(client),
    objects: new ObjectStore(s3, bucket),
    close: () => {
      client.destroy();
      s3.destroy();
    },
  };
}
