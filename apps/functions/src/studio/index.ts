import { ApiGatewayManagementApi } from '@aws-sdk/client-apigatewaymanagementapi';
import { connect, createStudioStores } from '@plot-palette/stores';
import { pino } from 'pino';
import { loadConfig } from './config';
import { createEventsHandler } from './events-handler';
import { streamed } from './lambda-stream';
import { createSocketHandler } from './socket-handler';
import { Sockets } from './sockets';

const config = loadConfig();
const logger = pino({ level: config.logLevel });
const stores = createStudioStores(
  config.studioTables,
  connect(config.stores.bucket),
);
const sockets = new Sockets(
  // One attempt: what does not arrive the client asks for again.
  new ApiGatewayManagementApi({ maxAttempts: 1 }),
  logger,
);

export const socket = createSocketHandler({ ...stores, sockets, logger });

export const events = streamed(
  createEventsHandler({ ...stores, windowMs: config.sseWindowMs, logger }),
);
