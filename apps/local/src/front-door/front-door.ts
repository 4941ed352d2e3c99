import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createProxyServer } from 'httpxy';
import { serveCognito } from './cognito';
import { type ConsoleConfig, serveConsole } from './console-files';
import { sendText } from './send-text';

export interface FrontDoorSettings {
  readonly port: number;
  readonly emulatorEndpoint: string;
  readonly consoleDirectory: string;
  readonly apiId: string;
  readonly config: ConsoleConfig;
}

export const API_PATH = '/http-api';

/**
 * One origin for everything that a browser needs: the console's files and configuration, the HTTP API, and sign-in.
 * The emulator's own addresses need a Host header that browsers do not let a page set.
 */
export class FrontDoor {
  private readonly proxy = createProxyServer({ changeOrigin: true, ws: false });
  private readonly server: Server;

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
    await closed;
  }

  private async route(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { url = '/' } = request;
    if (
      url === API_PATH ||
      url.startsWith(`${API_PATH}/`) ||
      url.startsWith(`${API_PATH}?`)
    ) {
      const rest = url.slice(API_PATH.length).replace(/^(?!\/)/, '/');
      await this.forward(
        request,
        response,
        `/_aws/execute-api/${this.settings.apiId}/$default${rest}`,
      );
    } else if (url === '/cognito' || url === '/cognito/') {
      await serveCognito(request, response, () =>
        this.forward(request, response, '/'),
      );
    } else {
      await serveConsole(request, response, this.settings);
    }
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
