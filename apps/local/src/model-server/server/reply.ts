import { randomUUID } from 'node:crypto';
import type { BedrockError } from '../wire/bedrock-error';
import type { Exchange, ReplyHeaders } from './exchange';

export function replyJson(
  exchange: Exchange,
  status: number,
  body: object,
  headers: ReplyHeaders = {},
): void {
  exchange.respond(
    status,
    {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      ...headers,
    },
    JSON.stringify(body),
  );
}

/** An error as AWS's restJson1 protocol sends it. */
export function replyError(exchange: Exchange, error: BedrockError): void {
  const { retryAfterSeconds } = error;
  replyJson(
    exchange,
    error.status,
    { message: error.message },
    {
      'x-amzn-errortype': error.name,
      ...(retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': String(retryAfterSeconds) }),
    },
  );
}
