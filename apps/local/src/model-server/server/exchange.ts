import type { Readable } from 'node:stream';

export type ReplyHeaders = Readonly<Record<string, string>>;

/** One request and its reply, the same whether it came by HTTP/1.1 or HTTP/2. */
export interface Exchange {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly body: Readable;
  /** Aborted when the caller leaves before the reply is complete. */
  readonly signal: AbortSignal;
  /** `name` in lower case. */
  header(name: string): string | undefined;
  respond(status: number, headers: ReplyHeaders, body: string): void;
  openStream(headers: ReplyHeaders): void;
  write(chunk: Uint8Array): void;
  end(): void;
  /** Breaks the reply off as a dying connection would. */
  reset(): void;
}

export type Handler = (exchange: Exchange) => void;

export function withoutQuery(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
