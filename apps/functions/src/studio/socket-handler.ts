import { socketFrames, type SocketMessage } from '@plot-palette/domain';
import type { ConnectionStore } from '@plot-palette/stores';
import { forgetSocket } from './forget-socket';
import { socketEventSchema } from './socket-event';
import { readSocketRequest } from './socket-request';
import { SocketSession, type SessionDependencies } from './socket-session';
import type { RunLogger } from './runs/run-dependencies';
import type { Sockets } from './sockets';

export interface SocketDependencies extends SessionDependencies {
  readonly connections: Pick<
    ConnectionStore,
    'redeemTicket' | 'open' | 'get' | 'close' | 'addRun' | 'removeRun'
  >;
  readonly sockets: Pick<Sockets, 'send'>;
  readonly logger: RunLogger;
}

export type SocketHandler = (event: unknown) => Promise<SocketAnswer>;

/** On `$connect` any other status than 200 refuses the handshake; elsewhere nobody sees it. */
export interface SocketAnswer {
  readonly statusCode: number;
}

const OK: SocketAnswer = { statusCode: 200 };
const REFUSED: SocketAnswer = { statusCode: 401 };

/** Takes every event of the WebSocket API. What clients are told is sent to their socket: the routes answer nothing. */
export function createSocketHandler(
  dependencies: SocketDependencies,
): SocketHandler {
  return async (event) => {
    const read = socketEventSchema.parse(event);
    const { connectionId, eventType } = read.requestContext;
    if (eventType === 'DISCONNECT') {
      await forgetSocket(connectionId, dependencies);
      dependencies.logger.info({ connectionId }, 'socket.closed');
      return OK;
    }
    if ('queryStringParameters' in read)
      return connect(
        connectionId,
        read.queryStringParameters.ticket,
        dependencies,
      );
    const body = 'body' in read ? (read.body ?? '') : '';
    await answer(connectionId, body, dependencies);
    return OK;
  };
}

async function connect(
  connectionId: string,
  ticket: string | undefined,
  { connections, logger }: SocketDependencies,
): Promise<SocketAnswer> {
  const userId =
    ticket === undefined ? undefined : await connections.redeemTicket(ticket);
  if (userId === undefined) {
    logger.info({ connectionId }, 'socket.refused');
    return REFUSED;
  }
  await connections.open(connectionId, userId);
  logger.info({ connectionId, userId }, 'socket.opened');
  return OK;
}

async function answer(
  connectionId: string,
  text: string,
  dependencies: SocketDependencies,
): Promise<void> {
  const messages = await messagesFor(connectionId, text, dependencies);
  for (const frame of socketFrames(messages)) {
    const delivery = await dependencies.sockets.send(connectionId, frame);
    if (delivery === 'gone') await forgetSocket(connectionId, dependencies);
    if (delivery !== 'sent') return;
  }
}

async function messagesFor(
  connectionId: string,
  text: string,
  dependencies: SocketDependencies,
): Promise<readonly SocketMessage[]> {
  const read = readSocketRequest(text);
  if ('refusal' in read) return [read.refusal];
  const connection = await dependencies.connections.get(connectionId);
  if (connection === undefined)
    return [
      {
        type: 'refused',
        action: read.request.action,
        message: 'This socket has expired. Open another one with a new ticket.',
      },
    ];
  const owner = { connectionId, userId: connection.userId };
  return new SocketSession(owner, dependencies).answer(read.request);
}
