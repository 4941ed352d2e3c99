import { SimBackend } from '../sim/sim-backend';
import { overrideSimSettings, parseSimSettings } from '../sim/sim-settings';
import { BedrockError } from '../wire/bedrock-error';
import type { Exchange } from './exchange';
import { readJson } from './read-json';
import { replyJson } from './reply';
import type { ServerState } from './server-state';
import { statsPage } from './stats-page';

type Route = (exchange: Exchange, state: ServerState) => void | Promise<void>;

/** Everything that is not Bedrock's: health, statistics, the simulator's settings. By method and path. */
export const ADMIN_ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    'GET /healthz',
    (exchange, { backend }) =>
      replyJson(exchange, 200, {
        status: 'ok',
        backend: backend.kind,
        model: backend.description,
      }),
  ],
  ['GET /stats', showStats],
  ['POST /stats/reset', resetStats],
  [
    'GET /sim/settings',
    (exchange, state) => replyJson(exchange, 200, simulator(state).settings),
  ],
  ['PUT /sim/settings', replaceSettings],
  ['PATCH /sim/settings', changeSettings],
]);

function showStats(exchange: Exchange, { backend, stats }: ServerState): void {
  const report = {
    backend: backend.kind,
    model: backend.description,
    ...stats.report(),
  };
  if (!exchange.header('accept')?.includes('text/html'))
    return replyJson(exchange, 200, report);
  exchange.respond(
    200,
    { 'content-type': 'text/html; charset=utf-8' },
    statsPage(report),
  );
}

function resetStats(exchange: Exchange, state: ServerState): void {
  state.resetStats();
  replyJson(exchange, 200, { reset: true });
}

/** What the body does not name goes back to its default. */
async function replaceSettings(
  exchange: Exchange,
  state: ServerState,
): Promise<void> {
  const backend = simulator(state);
  backend.settings = parseSimSettings(
    await readJson(exchange.body, state.maxBodyBytes),
  );
  replyJson(exchange, 200, backend.settings);
}

/** What the body does not name stays. */
async function changeSettings(
  exchange: Exchange,
  state: ServerState,
): Promise<void> {
  const backend = simulator(state);
  const changes = await readJson(exchange.body, state.maxBodyBytes);
  backend.settings = overrideSimSettings(
    backend.settings,
    changes,
    'The request body',
  );
  replyJson(exchange, 200, backend.settings);
}

function simulator({ backend }: ServerState): SimBackend {
  if (backend instanceof SimBackend) return backend;
  throw new BedrockError(
    'ResourceNotFoundException',
    `The back end is ${backend.kind}: only the simulator has settings (start with --backend sim).`,
  );
}
