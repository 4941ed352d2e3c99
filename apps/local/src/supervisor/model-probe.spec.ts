import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { StartFailure } from '../start-failure';
import { assertModelAnswers } from './model-probe';

describe(assertModelAnswers.name, () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
  }

  it.each([200, 401, 404])('takes %d for an answer', async (status) => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.url, request.headers.authorization]);
      response.writeHead(status).end('{}');
    });
    await assertModelAnswers(`${url}/`, 'key');
    expect(asked).toEqual([['/v1/models', 'Bearer key']]);
  });

  it('says that nothing is there', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    const failure = assertModelAnswers(url, undefined);
    await expect(failure).rejects.toThrow(StartFailure);
    await expect(failure).rejects.toThrow(`nothing answers at ${url}`);
  });

  it('does not wait for a server that never answers', async () => {
    const url = await serve(() => undefined);
    await expect(assertModelAnswers(url, undefined, 50)).rejects.toThrow(
      StartFailure,
    );
  });

  it.each(['embedded', 'sim'])('asks nobody for %s', (model) =>
    assertModelAnswers(model, undefined),
  );
});
