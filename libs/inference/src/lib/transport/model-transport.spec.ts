import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { HttpRequest } from '@smithy/core/protocols';
import { ModelTransport } from './model-transport';

describe(ModelTransport.name, () => {
  let server: Server;
  let port: number;
  let transport: ModelTransport;
  let answer: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', resolve),
    );
    ({ port } = server.address() as AddressInfo);
    transport = new ModelTransport({ concurrency: 1, callTimeoutMs: 200 });
  });

  afterEach(() => {
    transport.destroy();
    server.closeAllConnections();
    server.close();
  });

  const request = (body: unknown) =>
    new HttpRequest({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      method: 'POST',
      path: '/model',
      query: { a: 'b c' },
      body,
    });

  it.each([
    ['text', 'Grüße 🌍 ÿ'],
    ['bytes', new TextEncoder().encode('Grüße 🌍 ÿ')],
  ])('sends %s byte for byte', async (_kind, body) => {
    let [received, url]: [string, string | undefined] = ['', ''];
    answer = async (incoming, response) => {
      received = (await buffer(incoming)).toString('utf8');
      url = incoming.url;
      response.end('ÿ', 'latin1');
    };
    const { response } = await transport.handle(request(body));
    expect(received).toBe('Grüße 🌍 ÿ');
    expect(url).toBe('/model?a=b%20c');
    expect(response).toMatchObject({ statusCode: 200 });
    expect(response.body).toEqual(Buffer.from([0xff]));
  });

  it('hands a stream of events on as it comes', async () => {
    let end = (): void => undefined;
    answer = (_incoming, response) => {
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
      });
      response.write('first');
      end = () => response.end('last');
    };
    const { response } = await transport.handle(request('x'));
    expect(response.body).toBeInstanceOf(Readable);
    end();
    expect((await buffer(response.body)).toString()).toBe('firstlast');
  });

  it('gives its connection back after a failure', async () => {
    answer = () => undefined;
    await expect(transport.handle(request('x'))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await expect(
      transport.handle(request('x'), { abortSignal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    answer = (incoming) => incoming.socket.destroy();
    await expect(transport.handle(request('x'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    answer = (_incoming, response) => response.end('here');
    const { response } = await transport.handle(request('x'));
    expect(String(response.body)).toBe('here');
  });
});
