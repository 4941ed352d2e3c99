import { once } from 'node:events';
import {
  createServer,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { serveCognito } from './cognito';
import { type ConsoleConfig, serveConsole } from './console-files';
import { gatewayPath, type Gateways, socketPath } from './gateway-paths';
import { sendText } from './send-text';

export interface FrontDoorSettings {
  readonly port: number;
  readonly emulatorEndpoint: string;
  readonly consoleDirectory: string;
  readonly gateways: Gateways;
  readonly config: ConsoleConfig;
}

/**
 * One origin for everything that a browser needs: the console's files and configuration, the HTTP API, sockets, event
 * streams, and sign-in.
 * The emulator's own addresses need a Host header that browsers do not let a page set.
 */
export class FrontDoor {
  private readonly proxy = createProxyServer({ changeOrigin: true, ws: false });
  private readonly server: Server;
  /** Open ones are not the server's any more once they have become sockets. */
  private readonly upgraded = new Set<Socket>();

  private constructor(private readonly settings: FrontDoorSettings) {
    this.server = createServer((request, response) => {
      this.route(request, response).catch((error: unknown) => {
        sendText(
          response,
          502,
          `The local cloud could not answer: ${String(error)}\n`,
        );
      });
    });
    this.proxy.on('proxyReqWs', endWithClient);
    this.server.on(
      'upgrade',
      (request: IncomingMessage, socket: Socket, head) =>
        this.upgrade(request, socket, head),
    );
  }

  static async open(settings: FrontDoorSettings): Promise<FrontDoor> {
    const door = new FrontDoor(settings);
    door.server.listen(settings.port, '127.0.0.1');
    await once(door.server, 'listening');
    return door;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    for (const socket of this.upgraded) socket.destroy();
    await closed;
  }

  private async route(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { url = '/' } = request;
    const gateway = gatewayPath(url, this.settings.gateways);
    if (gateway !== undefined) {
      await this.forward(request, response, gateway);
    } else if (url === '/cognito' || url === '/cognito/') {
      await serveCognito(request, response, () =>
        this.forward(request, response, '/'),
      );
    } else {
      await serveConsole(request, response, this.settings);
    }
  }

  private upgrade(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
  ): void {
    const path = socketPath(request.url ?? '/', this.settings.gateways);
    if (path === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    this.upgraded.add(socket);
    socket.once('close', () => this.upgraded.delete(socket));
    request.url = path;
    const target = this.settings.emulatorEndpoint;
    this.proxy
      .ws(request, socket, { target }, head)
      .catch(() => socket.destroy());
  }

  private async forward(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    request.url = path;
    await this.proxy.web(request, response, {
      target: this.settings.emulatorEndpoint,
    });
  }
}

/** The proxy leaves its own end open when the client's is torn down, and the API would take the socket for an open one. */
function endWithClient(
  handshake: ClientRequest,
  _request: IncomingMessage,
  client: Socket,
): void {
  client.once('close', () => handshake.destroy());
  handshake.once('upgrade', (_response: IncomingMessage, upstream: Socket) =>
    client.once('close', () => upstream.destroy()),
  );
}
