import type { IncomingMessage } from 'node:http';

export type Service = 's3' | 'dynamodb' | 'bedrock';

/** What a request of the worker is about. */
export interface RequestKind {
  readonly service: Service;
  readonly operation: string;
  /** It changes something, or costs something: its reply may be lost after the fact. */
  readonly writes: boolean;
  /** An S3 write under If-Match or If-None-Match. */
  readonly conditional: boolean;
  /** The S3 key or the DynamoDB table. */
  readonly place: string;
}

const DYNAMODB_READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];

export function requestKind(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
): RequestKind {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return dynamoDbKind(target, body);
  if (url.startsWith('/model/'))
    return {
      service: 'bedrock',
      operation: url.slice(url.lastIndexOf('/') + 1),
      writes: true,
      conditional: false,
      place: '',
    };
  return {
    service: 's3',
    operation: method,
    writes: method !== 'GET' && method !== 'HEAD',
    conditional:
      headers['if-match'] !== undefined ||
      headers['if-none-match'] !== undefined,
    place: decodeURIComponent(url.replace(/\?.*/, '')),
  };
}

function dynamoDbKind(target: string, body: Buffer): RequestKind {
  const operation = target.slice(target.lastIndexOf('.') + 1);
  return {
    service: 'dynamodb',
    operation,
    writes: !DYNAMODB_READS.includes(operation),
    conditional: false,
    place:
      /"(?:TableName":|RequestItems":\{)"([^"]+)"/.exec(
        body.toString('utf8'),
      )?.[1] ?? '',
  };
}
