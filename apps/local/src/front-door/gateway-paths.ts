/** Paths of the front door that lead to APIs, and where the emulator has them. */
export interface Gateways {
  readonly apiId: string;
  readonly socketApiId: string;
  readonly eventsUrlId: string;
}

export const API_PATH = '/http-api';
export const SOCKET_PATH = '/socket';
export const EVENTS_PATH = '/events';

/** As the stack names it. */
const SOCKET_STAGE = 'live';

/** The emulator's path for a request to an API; undefined when it is for something else. */
export function gatewayPath(
  url: string,
  { apiId, eventsUrlId }: Gateways,
): string | undefined {
  const api = restOf(url, API_PATH);
  if (api !== undefined) return `/_aws/execute-api/${apiId}/$default${api}`;
  const events = restOf(url, EVENTS_PATH);
  return events === undefined
    ? undefined
    : `/_aws/lambda-url/${eventsUrlId}${events}`;
}

/** The emulator's path for the handshake of a socket; undefined when there are none at this address. */
export function socketPath(
  url: string,
  gateways: Gateways,
): string | undefined {
  const rest = restOf(url, SOCKET_PATH);
  return rest === undefined ? undefined : `${socketStagePath(gateways)}${rest}`;
}

/** Where the emulator has the sockets' stage. */
export function socketStagePath({ socketApiId }: Gateways): string {
  return `/_aws/execute-api/${socketApiId}/${SOCKET_STAGE}`;
}

/** What follows a path, with a slash ahead. */
function restOf(url: string, path: string): string | undefined {
  if (!url.startsWith(path)) return undefined;
  const rest = url.slice(path.length);
  return /^([/?]|$)/.test(rest) ? rest.replace(/^(?!\/)/, '/') : undefined;
}
