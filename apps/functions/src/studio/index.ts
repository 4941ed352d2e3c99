import { ApiGatewayManagementApi } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  connect,
  createStores,
  createStudioStores,
  type ClaimedRun,
} from '@plot-palette/stores';
import { pino } from 'pino';
import { loadConfig } from './config';
import { createEventsHandler } from './events-handler';
import { streamed } from './lambda-stream';
import { SocketWatchers } from './run-watchers';
import { endExpiredRun } from './runs/end-expired-run';
import { createSocketHandler } from './socket-handler';
import { Sockets } from './sockets';
import { createSweepHandler } from './sweep-cards';

const config = loadConfig();
const logger = pino({ level: config.logLevel });
const connections = connect(config.stores.bucket);
const { ledger } = createStores(config.stores, connections);
const stores = createStudioStores(config.studioTables, connections);
const sockets = new Sockets(
  // One attempt: what does not arrive the client asks for again.
  new ApiGatewayManagementApi({ maxAttempts: 1 }),
  logger,
);
const watchers = new SocketWatchers({ ...stores, sockets, logger });
const { region, sseWindowMs: windowMs } = config;

const endExpired = (claimed: ClaimedRun) =>
  endExpiredRun(claimed, { ...stores, ledger, watchers, region, logger });

export const socket = createSocketHandler({
  ...stores,
  endExpired,
  sockets,
  logger,
});

export const events = streamed(
  createEventsHandler({ ...stores, endExpired, windowMs, logger }),
);

export const sweepCards = createSweepHandler({
  sweeper: stores.cardSweeper,
  logger,
});
