import {
  socketRequestSchema,
  type SocketMessage,
  type SocketRequest,
} from '@plot-palette/domain';
import { z } from 'zod';

type Refusal = Extract<SocketMessage, { type: 'refused' }>;

const MAX_ACTION_CHARACTERS = 50;

/** What a client said on its socket, or what it is to be told instead. */
export function readSocketRequest(
  text: string,
): { readonly request: SocketRequest } | { readonly refusal: Refusal } {
  const json = asJson(text);
  const parsed = socketRequestSchema.safeParse(json);
  if (parsed.success) return { request: parsed.data };
  const message =
    json === undefined
      ? 'This is not JSON. Send an object with an action: watch, unwatch, stop or ping.'
      : z.prettifyError(parsed.error);
  return { refusal: { type: 'refused', action: actionOf(json), message } };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As far as it can be read. */
function actionOf(json: unknown): string {
  const named = z.object({ action: z.string() }).safeParse(json);
  return named.success ? named.data.action.slice(0, MAX_ACTION_CHARACTERS) : '';
}
