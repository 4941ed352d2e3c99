import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Exchange, type ReplyHeaders, withoutQuery } from './exchange';

export class Http1Exchange implements Exchange {
  readonly method: string;
  readonly path: string;
  readonly signal: AbortSignal;
  private readonly gone = new AbortController();
  private complete = false;

  constructor(
    readonly body: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.method = body.method ?? '';
    this.path = withoutQuery(body.url ?? '');
    this.signal = this.gone.signal;
    response.on('close', () => {
      if (!this.complete) this.gone.abort();
    });
    // A caller who leaves while we write is no defect; `close` follows.
    response.on('error', () => undefined);
  }

  header(name: string): string | undefined {
    const value = this.body.headers[name];
    return typeof value === 'string' ? value : value?.[0];
  }

  respond(status: number, headers: ReplyHeaders, body: string): void {
    if (this.signal.aborted) return;
    this.complete = true;
    this.response.writeHead(status, {
      ...headers,
      'content-length': Buffer.byteLength(body),
    });
    this.response.end(body);
  }

  openStream(headers: ReplyHeaders): void {
    if (!this.signal.aborted) this.response.writeHead(200, headers);
  }

  write(chunk: Uint8Array): void {
    if (!this.signal.aborted) this.response.write(chunk);
  }

  end(): void {
    if (this.signal.aborted) return;
    this.complete = true;
    this.response.end();
  }

  reset(): void {
    this.complete = true;
    this.body.socket.destroy();
  }
}
