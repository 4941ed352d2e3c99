import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';
import { frame, textFrame } from './event-frame.fixture';
import { createModelClient, type StreamingModelClient } from './model-client';
import { ModelReplyLost } from './reply/model-failure';
import type { StreamPart } from './reply/stream-part';

const input = {
  modelId: 'us.test.tester-v1:0',
  messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }],
};
const stop = frame('event', 'messageStop', { stopReason: 'end_turn' });
const metadata = frame('event', 'metadata', {
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
  metrics: { latencyMs: 1 },
});

describe('stream of the model client', () => {
  let server: Server;
  let client: StreamingModelClient;
  let answer: RequestListener;
  let hasClosed: Promise<void>;

  beforeEach(async () => {
    let close: () => void;
    hasClosed = new Promise((resolve) => (close = resolve));
    server = createServer((request, response) => {
      request.resume();
      response.on('close', () => close());
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
    client = createModelClient({ concurrency: 4, callTimeoutMs: 5_000 });
  });

  afterEach(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });

  const frames =
    (...parts: readonly Uint8Array[]): RequestListener =>
    (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
      });
      parts.forEach((part) => response.write(part));
      response.end();
    };
  /** The parts, and what ended them. */
  async function read(
    signal = new AbortController().signal,
    onPart: (part: StreamPart) => void = () => undefined,
  ): Promise<{ parts: StreamPart[]; error: unknown }> {
    const parts: StreamPart[] = [];
    try {
      for await (const part of client.stream(input, { signal })) {
        parts.push(part);
        onPart(part);
      }
      return { parts, error: undefined };
    } catch (error) {
      return { parts, error };
    }
  }

  it('gives texts, reasoning, stop reason and usage as they come', async () => {
    answer = frames(
      frame('event', 'messageStart', { role: 'assistant' }),
      frame('event', 'contentBlockDelta', {
        contentBlockIndex: 0,
        delta: { reasoningContent: { text: 'Hm.' } },
      }),
      textFrame('Grü'),
      textFrame('ße'),
      frame('event', 'contentBlockStop', { contentBlockIndex: 0 }),
      stop,
      metadata,
    );
    expect(await read()).toEqual({
      parts: [
        { kind: 'reasoning', text: 'Hm.' },
        { kind: 'text', text: 'Grü' },
        { kind: 'text', text: 'ße' },
        { kind: 'stop', stopReason: 'end_turn' },
        { kind: 'usage', usage: { inputTokens: 3, outputTokens: 2 } },
      ],
      error: undefined,
    });
  });

  it('gives no usage where the model says none', async () => {
    answer = frames(textFrame('Hi'), stop);
    const { parts, error } = await read();
    expect(error).toBeUndefined();
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'stop']);
  });

  it.each([
    ['throttlingException', ModelThrottled],
    ['internalServerException', ModelReplyLost],
    ['serviceUnavailableException', ModelReplyLost],
    ['modelStreamErrorException', ModelReplyLost],
    ['validationException', ModelRefused],
  ])('%s within the stream is %p', async (type, expected) => {
    answer = frames(
      textFrame('Hal'),
      frame('exception', type, { message: 'no' }),
    );
    const { parts, error } = await read();
    expect(parts).toEqual([{ kind: 'text', text: 'Hal' }]);
    expect(error).toBeInstanceOf(expected);
  });

  it('tells a refusal before the stream, which is not billed', async () => {
    answer = (_request, response) =>
      response
        .writeHead(503, {
          'content-type': 'application/json',
          'x-amzn-errortype': 'ServiceUnavailableException',
        })
        .end('{"message":"no"}');
    const { error } = await read();
    expect(error).toBeInstanceOf(ModelUnavailable);
    expect(error).not.toBeInstanceOf(ModelReplyLost);
  });

  it('says that a stream was torn', async () => {
    answer = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
      });
      response.write(textFrame('Hal'), () => response.destroy());
    };
    const { parts, error } = await read();
    expect(parts).toEqual([{ kind: 'text', text: 'Hal' }]);
    expect(error).toBeInstanceOf(ModelReplyLost);
  });

  it('ends the call at the model when it is aborted', async () => {
    answer = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
      });
      response.write(textFrame('Hal'));
    };
    const controller = new AbortController();
    const { parts, error } = await read(controller.signal, () =>
      controller.abort(),
    );
    expect(parts).toEqual([{ kind: 'text', text: 'Hal' }]);
    expect(error).toBeInstanceOf(ModelReplyLost);
    await hasClosed;
  });
});
