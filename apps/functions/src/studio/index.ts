import { ApiGatewayManagementApi } from '@aws-sdk/client-apigatewaymanagementapi';
import { createModelClient } from '@plot-palette/inference';
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
import { createExpiryHandler } from './runs/expire-runs';
import { createRunHandler } from './runs/run-handler';
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
const { region, monthlyCapNanoUsd, sseWindowMs: windowMs } = config;
const ofEnds = { ...stores, ledger, watchers, region, logger };

/** Lambda ends a function after 15 minutes; a project's own time-out comes before. */
const LONGEST_CALL_MS = 14.5 * 60_000;

const endExpired = (claimed: ClaimedRun) => endExpiredRun(claimed, ofEnds);

export const socket = createSocketHandler({
  ...stores,
  endExpired,
  sockets,
  logger,
});

export const events = streamed(
  createEventsHandler({ ...stores, endExpired, windowMs, logger }),
);

export const run = createRunHandler({
  ...ofEnds,
  cards: stores.cardReader,
  models: createModelClient({ concurrency: 1, callTimeoutMs: LONGEST_CALL_MS }),
  monthlyCapNanoUsd,
});

export const expireRuns = createExpiryHandler(ofEnds);

export const sweepCards = createSweepHandler({
  sweeper: stores.cardSweeper,
  logger,
});
