import { createServer as createHttp1Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import {
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import type { Handler } from './exchange';
import { Http1Exchange } from './http1-exchange';
import { Http2Exchange } from './http2-exchange';

/** Every HTTP/2 connection opens with "PRI * HTTP/2.0" (RFC 9113, 3.4); no HTTP/1 method begins so. */
const HTTP2_PREFACE_START = Buffer.from('PRI ');
const KEEP_ALIVE_MS = 75_000;
const WINDOW_BYTES = 16 * 1024 * 1024;
const HTTP2_OPTIONS = {
  // Node's defaults would end a connection with a thousand calls in flight, or whose caller aborts many.
  maxSessionMemory: 512,
  streamResetBurst: 1_000_000,
  streamResetRate: 100_000,
  settings: { initialWindowSize: WINDOW_BYTES },
};

export interface Listener {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Listens on one port for HTTP/1.1 and, with prior knowledge, HTTP/2 without TLS, which the AWS SDK speaks. */
export async function listen(
  host: string,
  port: number,
  handle: Handler,
): Promise<Listener> {
  const http1 = createHttp1Server(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => handle(new Http1Exchange(request, response)),
  );
  const http2 = createHttp2Server(HTTP2_OPTIONS);
  http2.on('stream', (stream, headers) =>
    handle(new Http2Exchange(stream, headers)),
  );
  http2.on('session', (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on('error', () => session.destroy());
  });
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    giveToProtocol(socket, (isHttp2) =>
      (isHttp2 ? http2 : http1).emit('connection', socket),
    );
  });
  const address = await bind(server, host, port);
  return {
    port: address.port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function giveToProtocol(
  socket: Socket,
  give: (isHttp2: boolean) => void,
): void {
  let seen = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    const start = seen.subarray(0, HTTP2_PREFACE_START.length);
    const matches = start.equals(HTTP2_PREFACE_START.subarray(0, start.length));
    if (matches && start.length < HTTP2_PREFACE_START.length) return;
    socket.off('data', look);
    socket.pause();
    socket.unshift(seen);
    give(matches);
    process.nextTick(() => socket.resume());
  };
  socket.on('data', look);
}

function bind(
  server: Server,
  host: string,
  port: number,
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('The listener has no port.'));
      else resolve(address);
    });
  });
}
