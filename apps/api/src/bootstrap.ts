import 'reflect-metadata';
import { SFN } from '@aws-sdk/client-sfn';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  connect,
  createStores,
  createStudioStores,
  PipelineExecutions,
} from '@plot-palette/stores';
import { Logger } from 'nestjs-pino';
import { AppModule, type Surroundings } from './app/app.module';
import type { ApiConfig } from './config';
import { serveDocs } from './docs/serve-docs';
import { shallowBody } from './http/body-depth';
import { MAX_BODY_MEGABYTES } from './http/body-limit';
import { jsonOnly } from './http/json-only';
import { identifyRequest } from './http/request-identity';
import { LambdaLifecycleFunctions } from './lifecycle/lifecycle-functions';
import type { SignedRequests } from './pipelines/signed-requests';

export function surroundingsOf(
  config: ApiConfig,
  signedRequests: SignedRequests,
): Surroundings {
  const connections = connect(config.stores.bucket);
  return {
    stores: createStores(config.stores, connections),
    studio: createStudioStores(config.studioTables, connections),
    functions: new LambdaLifecycleFunctions(config.functions),
    pipelineExecutions: new PipelineExecutions(
      new SFN({}),
      config.pipelineStateMachineArn,
    ),
    signedRequests,
  };
}

/** The application, ready to listen or to be called; the same for the server and the Lambda function. */
export async function createApp(
  config: ApiConfig,
  surroundings: Surroundings,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.register(config, surroundings),
    { bufferLogs: true, bodyParser: false },
  );
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.use(identifyRequest);
  app.enableCors({
    origin: config.consoleOrigin,
    exposedHeaders: ['etag', 'x-request-id'],
    maxAge: 3_600,
  });
  app.use(jsonOnly);
  app.useBodyParser('json', { limit: `${MAX_BODY_MEGABYTES}mb` });
  app.use(shallowBody);
  serveDocs(app);
  return app;
}
