import { request, STATUS_CODES, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Reply {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/**
 * Sends the request on, on a connection of its own, and reads the whole reply: what was sent is never taken back, whatever
 * becomes of the worker that asked.
 */
export async function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  upstream: string,
  extra: Readonly<Record<string, string>>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(upstream);
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path: url,
        headers: { ...headers, ...extra, connection: 'close' },
        agent: false,
      },
      (incoming) => {
        buffer(incoming).then(
          (received) =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: endToEnd(
                { rawHeaders: incoming.rawHeaders, method },
                received,
              ),
              body: received,
            }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The reply as bytes of HTTP/1.1, so that a part of it can be sent. */
export function replyBytes({ status, headers, body }: Reply): Buffer {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let at = 0; at + 1 < headers.length; at += 2)
    lines.push(`${headers[at]}: ${headers[at + 1]}`);
  lines.push('', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]);
}

/** Headers that belong to one connection only; the body has been read whole. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

function endToEnd(
  { rawHeaders, method }: { rawHeaders: string[]; method: string | undefined },
  body: Buffer,
): string[] {
  const kept: string[] = [];
  let length = String(body.length);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!HOP.includes(name.toLowerCase())) kept.push(name, value);
    // The reply to HEAD tells the length of a body that it does not have.
    else if (name.toLowerCase() === 'content-length' && method === 'HEAD')
      length = value;
  }
  return [...kept, 'content-length', length];
}
