import serverlessExpress from '@codegenie/serverless-express';
import type { Handler } from 'aws-lambda';
import { createApp, surroundingsOf } from './bootstrap';
import { loadConfig } from './config';
import { GatewayRequests } from './pipelines/gateway-requests';

type Invoke = (event: unknown, context: unknown) => Promise<unknown>;

async function start(): Promise<Invoke> {
  const config = loadConfig(process.env);
  const app = await createApp(
    config,
    surroundingsOf(config, new GatewayRequests()),
  );
  await app.init();
  const invoke = serverlessExpress({
    app: app.getHttpAdapter().getInstance(),
    eventSourceName: 'AWS_API_GATEWAY_V2',
  });
  return invoke as unknown as Invoke;
}

let started: Promise<Invoke> | undefined;

/** A failed start is not kept: the next request tries again. */
function instance(): Promise<Invoke> {
  started ??= start().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

export const handler: Handler = async (event, context): Promise<unknown> => {
  const invoke = await instance();
  return invoke(event, context);
};
