import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { listen, type Listener } from './dual-protocol-listener';

const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const EMPTY_SETTINGS_FRAME = '\0\0\0\x04\0\0\0\0\0';
const SETTINGS_FRAME_TYPE = 4;

describe(listen.name, () => {
  let listener: Listener;

  beforeEach(async () => {
    listener = await listen('127.0.0.1', 0, (exchange) =>
      exchange.respond(200, {}, `${exchange.method} ${exchange.path}`),
    );
  });
  afterEach(() => listener.close());

  /** Sends the parts one packet at a time and reads the first packet that comes back. */
  async function send(...parts: readonly string[]): Promise<Buffer> {
    const socket = connect({
      port: listener.port,
      host: '127.0.0.1',
      noDelay: true,
    });
    const answer = new Promise<Buffer>((resolve) =>
      socket.once('data', resolve),
    );
    for (const part of parts) {
      socket.write(part, 'latin1');
      await wait(10);
    }
    const first = await answer;
    socket.destroy();
    return first;
  }

  it.each([
    ['in one packet', ['POST /a?b HTTP/1.1\r\nhost: x\r\n\r\n']],
    [
      'whose first packet might be HTTP/2 as well',
      ['P', 'OST /a HTTP/1.1\r\nhost: x\r\n\r\n'],
    ],
    [
      'byte by byte at first',
      ['P', 'O', 'S', 'T', ' /a HTTP/1.1\r\nhost: x\r\n\r\n'],
    ],
  ])('answers an HTTP/1.1 request %s', async (_name, parts) => {
    const answer = (await send(...parts)).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer).toMatch(/POST \/a$/);
  });

  it.each([
    ['in one packet', [HTTP2_PREFACE + EMPTY_SETTINGS_FRAME]],
    ['in pieces', ['PR', 'I', HTTP2_PREFACE.slice(3), EMPTY_SETTINGS_FRAME]],
  ])('answers an HTTP/2 preface %s', async (_name, parts) => {
    expect((await send(...parts))[3]).toBe(SETTINGS_FRAME_TYPE);
  });

  it('survives noise and callers that hang up at once', async () => {
    connect(listener.port, '127.0.0.1').destroy();
    connect(listener.port, '127.0.0.1').end('P');
    expect((await send('\x16\x03\x01 no TLS here\r\n\r\n')).toString()).toMatch(
      /^HTTP\/1\.1 400/,
    );
    expect(
      (await send('GET /b HTTP/1.1\r\nhost: x\r\n\r\n')).toString(),
    ).toMatch(/GET \/b$/);
  });
});
