import type { Operation } from '../stats/stats';
import { BedrockError, invalid } from '../wire/bedrock-error';
import { ADMIN_ROUTES } from './admin-routes';
import type { Exchange, Handler } from './exchange';
import { ModelCall } from './model-call';
import { replyError } from './reply';
import type { ServerState } from './server-state';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  converse: 'converse',
  'converse-stream': 'converseStream',
  'count-tokens': 'countTokens',
};
const MODEL_PATH = /^\/model\/([^/]+)\/([a-z-]+)$/;

/** Leads every request to what answers it. */
export function router(state: ServerState): Handler {
  return (exchange) => {
    route(exchange, state).catch((error: unknown) => {
      replyError(
        exchange,
        error instanceof BedrockError
          ? error
          : new BedrockError('InternalServerException', String(error)),
      );
    });
  };
}

async function route(exchange: Exchange, state: ServerState): Promise<void> {
  const [, encodedModelId = '', name = ''] =
    MODEL_PATH.exec(exchange.path) ?? [];
  const operation = OPERATIONS[name];
  if (operation !== undefined && exchange.method === 'POST') {
    return new ModelCall(
      exchange,
      operation,
      decode(encodedModelId),
      state,
    ).run();
  }
  const admin = ADMIN_ROUTES.get(`${exchange.method} ${exchange.path}`);
  if (admin !== undefined) return admin(exchange, state);
  throw new BedrockError(
    'ResourceNotFoundException',
    `There is no ${exchange.method} ${exchange.path}. This server knows POST /model/{modelId}/converse, converse-stream and count-tokens, ${[...ADMIN_ROUTES.keys()].join(', ')}.`,
  );
}

function decode(modelId: string): string {
  try {
    return decodeURIComponent(modelId);
  } catch {
    throw invalid('The model id in the path is not properly encoded.');
  }
}
