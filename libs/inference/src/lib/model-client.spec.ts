import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';
import { createModelClient, type ModelClient } from './model-client';
import { ModelAccessRefused, ModelReplyLost } from './reply/model-failure';

const input = {
  modelId: 'us.test.tester-v1:0',
  messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }],
};
const good = {
  output: {
    message: { role: 'assistant', content: [{ text: 'Hel' }, { text: 'lo' }] },
  },
  stopReason: 'end_turn',
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
  metrics: { latencyMs: 1 },
};

describe(createModelClient.name, () => {
  let server: Server;
  let client: ModelClient;
  let answer: RequestListener;
  let requests: number;

  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      requests += 1;
      request.resume();
      answer(request, response);
    });
    await new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', resolve),
    );
    const { port } = server.address() as AddressInfo;
    process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] =
      `http://127.0.0.1:${port}`;
    process.env['AWS_REGION'] = 'us-east-1';
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    client = createModelClient({ concurrency: 4, callTimeoutMs: 300 });
  });

  afterEach(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });

  const call = (signal = new AbortController().signal) =>
    client.call(input, { signal });
  const reply =
    (
      status: number,
      body: object,
      headers: Record<string, string> = {},
    ): RequestListener =>
    (_request, response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
  const error = (
    status: number,
    name: string,
    headers: Record<string, string> = {},
  ) =>
    reply(status, { message: 'no' }, { 'x-amzn-errortype': name, ...headers });

  it('gives text, stop reason and usage', async () => {
    answer = reply(200, good);
    expect(await call()).toMatchObject({
      text: 'Hello',
      stopReason: 'end_turn',
      usage: { inputTokens: 3, outputTokens: 2 },
    });
  });

  it('says how long a throttling model wants to be left alone, and does not ask again by itself', async () => {
    answer = error(429, 'ThrottlingException', { 'retry-after': '3' });
    await expect(call()).rejects.toMatchObject({
      code: 'MODEL_THROTTLED',
      retryAfterMs: 3_000,
    });
    expect(requests).toBe(1);
  });

  it.each([
    [400, 'ValidationException', ModelRefused],
    [403, 'AccessDeniedException', ModelAccessRefused],
    [404, 'ResourceNotFoundException', ModelAccessRefused],
    [429, 'ModelNotReadyException', ModelUnavailable],
    [503, 'ServiceUnavailableException', ModelUnavailable],
    [429, 'SomethingElse', ModelThrottled],
  ])('%i %s is %p, and not billed', async (status, name, expected) => {
    answer = error(status, name);
    const failure = await call().catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(expected);
    expect(failure).not.toBeInstanceOf(ModelReplyLost);
    expect(requests).toBe(1);
  });

  it.each([
    [408, 'ModelTimeoutException'],
    [424, 'ModelErrorException'],
    [500, 'InternalServerException'],
    // Not Bedrock's own word: something between may have lost its reply.
    [502, 'UnknownError'],
    [503, 'UnknownError'],
    [504, 'UnknownError'],
  ])('%i %s may have been billed', async (status, name) => {
    answer = error(status, name);
    await expect(call()).rejects.toBeInstanceOf(ModelReplyLost);
    expect(requests).toBe(1);
  });

  it('tells a reply that was lost from a call that was never sent', async () => {
    answer = (request) => request.socket.destroy();
    await expect(call()).rejects.toBeInstanceOf(ModelReplyLost);
    answer = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .write('{"outp', () => response.destroy());
    await expect(call()).rejects.toBeInstanceOf(ModelReplyLost);
    answer = reply(200, { ...good, usage: undefined });
    await expect(call()).rejects.toBeInstanceOf(ModelReplyLost);
    client.close();
    client = createModelClient({ concurrency: 4, callTimeoutMs: 300 });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const failure = await call().catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(ModelUnavailable);
    expect(failure).not.toBeInstanceOf(ModelReplyLost);
  });

  it('stops waiting at the time-out and when it is told to', async () => {
    answer = () => undefined;
    await expect(call()).rejects.toBeInstanceOf(ModelReplyLost);
    const controller = new AbortController();
    const pending = call(controller.signal);
    setTimeout(() => controller.abort(), 20);
    await expect(pending).rejects.toBeInstanceOf(ModelReplyLost);
  });
});
