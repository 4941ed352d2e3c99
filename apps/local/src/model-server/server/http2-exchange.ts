import {
  constants,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { type Exchange, type ReplyHeaders, withoutQuery } from './exchange';

/** On the stream itself and not on Node's compatibility layer: that can reset the connection only, this one a single call. */
export class Http2Exchange implements Exchange {
  readonly method: string;
  readonly path: string;
  readonly signal: AbortSignal;
  private readonly gone = new AbortController();
  private complete = false;

  constructor(
    readonly body: ServerHttp2Stream,
    private readonly headers: IncomingHttpHeaders,
  ) {
    this.method = headers[':method'] ?? '';
    this.path = withoutQuery(headers[':path'] ?? '');
    this.signal = this.gone.signal;
    body.on('close', () => {
      if (!this.complete) this.gone.abort();
    });
    // A caller who leaves while we write is no defect; `close` follows.
    body.on('error', () => undefined);
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === 'string' ? value : value?.[0];
  }

  respond(status: number, headers: ReplyHeaders, body: string): void {
    if (this.isGone) return;
    this.complete = true;
    this.body.respond({ ':status': status, ...headers });
    this.body.end(body);
  }

  openStream(headers: ReplyHeaders): void {
    if (!this.isGone) this.body.respond({ ':status': 200, ...headers });
  }

  write(chunk: Uint8Array): void {
    if (!this.isGone) this.body.write(chunk);
  }

  end(): void {
    if (this.isGone) return;
    this.complete = true;
    this.body.end();
  }

  /** Only this stream: the calls beside it on the connection go on. */
  reset(): void {
    this.complete = true;
    if (!this.body.destroyed) this.body.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  private get isGone(): boolean {
    return this.signal.aborted || this.body.destroyed;
  }
}
