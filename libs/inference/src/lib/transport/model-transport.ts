import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import {
  HttpResponse,
  buildQueryString,
  type HttpHandler,
  type HttpHandlerOptions,
  type HttpRequest,
} from '@smithy/core/protocols';

export interface TransportOptions {
  /** Calls that may be in flight at once: the size of the connection pool. */
  readonly concurrency: number;
  /** From sending to the last byte of the reply. */
  readonly callTimeoutMs: number;
}

interface Answer {
  readonly response: HttpResponse;
}

const CONNECT_TIMEOUT_MS = 5_000;
const EVENT_STREAM = 'application/vnd.amazon.eventstream';

/**
 * What the SDK's client sends its requests through: Node's HTTP client with kept connections, and nothing around it.
 * The SDK's own handlers take more processor time than the call itself (bench/model-calls).
 */
export class ModelTransport implements HttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  private readonly http: HttpAgent;
  private readonly https: HttpsAgent;

  constructor(private readonly options: TransportOptions) {
    const pool = { keepAlive: true, maxSockets: options.concurrency };
    this.http = new HttpAgent(pool);
    this.https = new HttpsAgent(pool);
  }

  /** The reply's body is a buffer, or the stream itself where the model streams. Rejects with Node's errors. */
  handle(
    request: HttpRequest,
    { abortSignal }: HttpHandlerOptions = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = this.send(request);
      const fail = (error: Error): void => {
        reject(error);
        sent.destroy(error);
      };
      const timer = setTimeout(
        () => fail(named('TimeoutError', 'The reply took too long.')),
        this.options.callTimeoutMs,
      );
      const stopListening = onAbort(abortSignal, () =>
        fail(named('AbortError', 'The call was aborted.')),
      );
      sent.once('close', () => {
        clearTimeout(timer);
        stopListening();
      });
      sent.on('error', reject);
      limitConnecting(sent, fail);
      sent.once('response', (reply) => read(reply, resolve, reject));
      write(sent, request.body);
    });
  }

  destroy(): void {
    this.http.destroy();
    this.https.destroy();
  }

  updateHttpClientConfig(): void {
    // It has no settings that a client could change.
  }

  httpHandlerConfigs(): object {
    return {};
  }

  private send(request: HttpRequest): ClientRequest {
    const query = buildQueryString(request.query);
    const isPlain = request.protocol === 'http:';
    return (isPlain ? httpRequest : httpsRequest)({
      // A literal IPv6 address stands in brackets in a URL only.
      host: request.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: request.port,
      method: request.method,
      path: query === '' ? request.path : `${request.path}?${query}`,
      headers: request.headers,
      agent: isPlain ? this.http : this.https,
    });
  }
}

/** As Latin-1 text, byte for byte, Node puts it into one packet with the headers; a buffer goes out as a second one. */
function write(sent: ClientRequest, body: unknown): void {
  if (body === undefined) sent.end();
  else if (typeof body === 'string') sent.end(body);
  else if (body instanceof Uint8Array)
    sent.end(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(
        'latin1',
      ),
      'latin1',
    );
  else sent.destroy(new TypeError('Only text and bytes can be sent.'));
}

function read(
  reply: IncomingMessage,
  resolve: (answer: Answer) => void,
  reject: (error: Error) => void,
): void {
  const answer = (body: unknown): void =>
    resolve({
      response: new HttpResponse({
        statusCode: reply.statusCode ?? 0,
        reason: reply.statusMessage ?? '',
        headers: textHeaders(reply),
        body,
      }),
    });
  if (reply.headers['content-type'] === EVENT_STREAM) return answer(reply);
  const parts: Buffer[] = [];
  reply.on('data', (part: Buffer) => parts.push(part));
  reply.once('error', reject);
  reply.once('end', () => answer(Buffer.concat(parts)));
}

function textHeaders({ headers }: IncomingMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined)
      texts[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return texts;
}

function limitConnecting(
  sent: ClientRequest,
  fail: (error: Error) => void,
): void {
  sent.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(
      () => fail(named('TimeoutError', 'The connection took too long.')),
      CONNECT_TIMEOUT_MS,
    );
    const stop = (): void => clearTimeout(timer);
    socket.once('connect', stop);
    socket.once('close', stop);
  });
}

function onAbort(
  signal: HttpHandlerOptions['abortSignal'],
  abort: () => void,
): () => void {
  if (!(signal instanceof AbortSignal)) return () => undefined;
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
