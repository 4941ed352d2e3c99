import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import { ApiClient } from './api-client';

interface Received {
  readonly authorization: string | undefined;
  readonly key: string | undefined;
}

describe(ApiClient.name, () => {
  let server: Server;
  let answers: { readonly status: number; readonly body: unknown }[];
  let received: Received[];
  let tokens: number;
  let api: ApiClient;

  beforeEach(async () => {
    [answers, received, tokens] = [[], [], 0];
    server = createServer((request, response) => {
      received.push({
        authorization: request.headers.authorization,
        key: request.headers['idempotency-key']?.toString(),
      });
      const { status, body } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port =
      typeof address === 'object' && address !== null ? address.port : 0;
    api = new ApiClient(
      `http://127.0.0.1:${port}`,
      async () => `token-${++tokens}`,
    );
  });

  afterEach(() => server.close());

  const answer = z.object({ name: z.string() });

  it('signs in again once when its token has expired', async () => {
    answers.push(
      { status: 401, body: {} },
      { status: 200, body: { name: 'a' } },
    );
    expect(await api.request({ method: 'GET', path: '/x', answer })).toEqual({
      name: 'a',
    });
    expect(received.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('reads again while a part restarts', async () => {
    answers.push(
      { status: 502, body: {} },
      { status: 200, body: { name: 'a' } },
    );
    expect(await api.request({ method: 'GET', path: '/x', answer })).toEqual({
      name: 'a',
    });
  });

  it('does not write again, and says what the API said', async () => {
    const problem = {
      type: 'urn:plot-palette:problem:x',
      title: 'Bad',
      status: 500,
      detail: 'the budget is too small',
      instance: '/jobs',
      requestId: '1',
      issues: [{ where: 'budgetUsd', message: 'at least $0.02' }],
    };
    answers.push({ status: 500, body: problem });
    const call = api.request({
      method: 'POST',
      path: '/jobs',
      body: {},
      answer,
      idempotencyKey: 'k',
    });
    await expect(call).rejects.toThrow(
      /POST \/jobs.*the budget is too small; budgetUsd: at least \$0\.02/,
    );
    expect(received).toEqual([{ authorization: 'Bearer token-1', key: 'k' }]);
  });

  it('takes 404 for nothing there, and refuses an answer that breaks its contract', async () => {
    answers.push({ status: 404, body: {} }, { status: 200, body: { name: 1 } });
    expect(
      await api.find({ method: 'GET', path: '/x', answer }),
    ).toBeUndefined();
    await expect(
      api.request({ method: 'GET', path: '/x', answer }),
    ).rejects.toThrow(/contract/);
  });
});
