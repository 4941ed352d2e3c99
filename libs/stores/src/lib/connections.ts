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

/** Region, credentials and endpoints are the SDK's own business: its default chain and `AWS_ENDPOINT_URL*`. */
export function connect(bucket: string): Connections {
  const client = new DynamoDB({});
  dynamoose.aws.ddb.set(client);
  // Else a presigned address would carry the checksum of an empty body.
  const s3 = new S3({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    database: new Database(client),
    objects: new ObjectStore(s3, bucket),
    close: () => {
      client.destroy();
      s3.destroy();
    },
  };
}
