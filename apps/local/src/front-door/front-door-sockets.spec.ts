import { once } from 'node:events';
import {
  createServer,
  type ClientRequest,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { FrontDoor } from './front-door';

const GATEWAYS = { apiId: 'abc', socketApiId: 'def', eventsUrlId: 'ghi' };

describe(FrontDoor.name, () => {
  let emulator: Server;
  let sockets: WebSocketServer;
  let door: FrontDoor;
  let origin: string;
  let isOpen: boolean;

  beforeEach(async () => {
    emulator = createServer().listen(0, '127.0.0.1');
    await once(emulator, 'listening');
    sockets = new WebSocketServer({
      server: emulator,
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        req.url?.includes('forged') !== true,
    });
    // Says where it was reached, then repeats what it hears.
    sockets.on('connection', (socket, { url }) => {
      socket.send(String(url));
      socket.on('message', (text) => socket.send(String(text)));
    });
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const port = portOf(free);
    free.close();
    door = await FrontDoor.open({
      port,
      emulatorEndpoint: `http://127.0.0.1:${portOf(emulator)}`,
      consoleDirectory: '/nowhere',
      gateways: GATEWAYS,
      config: {
        apiUrl: '',
        socketUrl: '',
        eventsUrl: '',
        region: '',
        userPoolId: '',
        userPoolClientId: '',
        cognitoEndpoint: '',
        hosting: 'local',
        modelNotice: '',
      },
    });
    isOpen = true;
    origin = `ws://127.0.0.1:${port}`;
  });

  afterEach(async () => {
    sockets.close();
    emulator.close();
    emulator.closeAllConnections();
    if (isOpen) await door.close();
  });

  it('passes a socket on to the stage of its API, both ways', async () => {
    const socket = new WebSocket(`${origin}/socket?ticket=t`);
    expect(await nextMessage(socket)).toBe(
      '/_aws/execute-api/def/live/?ticket=t',
    );
    socket.send('ping');
    expect(await nextMessage(socket)).toBe('ping');
    socket.close();
  });

  it.each([
    ['/socket?ticket=forged', 401],
    ['/sockets', 404],
    ['/http-api', 404],
    ['/', 404],
  ])('tells that the handshake at %s is refused', async (path, status) => {
    const socket = new WebSocket(origin + path);
    const [request, response] = (await once(socket, 'unexpected-response')) as [
      ClientRequest,
      IncomingMessage,
    ];
    expect(response.statusCode).toBe(status);
    request.destroy();
  });

  it.each(['terminate', 'reset'] as const)(
    'ends the way on for a client that vanishes (%s)',
    async (how) => {
      const disconnected = nextDisconnection();
      const socket = new WebSocket(`${origin}/socket`);
      const greeting = nextMessage(socket);
      const [response] = (await once(socket, 'upgrade')) as [IncomingMessage];
      await greeting;
      if (how === 'terminate') socket.terminate();
      else response.socket.resetAndDestroy();
      await disconnected;
    },
  );

  it('closes the sockets that are open when it closes, on both sides', async () => {
    const disconnected = nextDisconnection();
    const socket = new WebSocket(`${origin}/socket`);
    await nextMessage(socket);
    const closed = once(socket, 'close');
    await door.close();
    isOpen = false;
    await Promise.all([closed, disconnected]);
  });

  function nextDisconnection(): Promise<unknown> {
    return new Promise((resolve) => {
      sockets.once('connection', (socket) => socket.once('close', resolve));
    });
  }
});

async function nextMessage(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
