import { setTimeout as sleep } from 'node:timers/promises';
import { Amplify } from '@aws-sdk/client-amplify';
// eslint-disable-next-line no-restricted-imports -- the release's bucket is not the product's, which libs/stores owns
import { S3 } from '@aws-sdk/client-s3';
import { consoleResource } from './console-resource';

const s3 = new S3({});

/** Lambda handler of the api stack's ConsoleDeployment. */
export const deployConsole = consoleResource({
  amplify: new Amplify({}),
  readObject: async (bucket, key) => {
    const { Body } = await s3.getObject({ Bucket: bucket, Key: key });
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  },
  fetch,
  sleep,
});
