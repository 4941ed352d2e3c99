import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import {
  ConverseCommand,
  ask,
  failureOf,
  MODEL_ID,
  question,
  readStream,
  ServerHarness,
  streamedText,
  textOf,
  withSchema,
} from '../model-server.fixture';
import { ModelNames } from './model-names';
import { OpenAiBackend } from './openai-backend';
import { OpenAiEndpoint } from './openai-endpoint';

type Reply = (response: ServerResponse, body: Record<string, unknown>) => void;

const USAGE = { prompt_tokens: 11, completion_tokens: 4 };
const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;

const helloWorld: Reply = (response, body) => {
  if (body['stream'] !== true) {
    response.end(
      JSON.stringify({
        choices: [
          { message: { content: 'hello wörld' }, finish_reason: 'stop' },
        ],
        usage: USAGE,
      }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of ['hello', ' wörld'])
    response.write(event({ choices: [{ delta: { content } }] }));
  response.end(
    `${event({ choices: [{ delta: {}, finish_reason: 'length' }] })}${event({ choices: [], usage: USAGE })}data: [DONE]\n\n`,
  );
};

describe(OpenAiBackend.name, () => {
  let upstream: Server;
  let harness: ServerHarness;
  let seen: {
    body: Record<string, unknown>;
    headers: IncomingMessage['headers'];
  }[];
  let reply: Reply;

  const url = () => {
    const address = upstream.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1/`;
  };
  const start = async (
    modelMap: Record<string, string> = {},
    fallback?: string,
    apiKey?: string,
  ) => {
    const endpoint = new OpenAiEndpoint(url(), apiKey);
    harness = await ServerHarness.start(
      new OpenAiBackend(endpoint, new ModelNames(endpoint, modelMap, fallback)),
    );
    return harness.client();
  };

  beforeEach(async () => {
    seen = [];
    reply = helloWorld;
    upstream = createServer(async (request, response) => {
      if (request.url === '/v1/models') {
        response.end(
          JSON.stringify({ data: [{ id: 'first' }, { id: 'second' }] }),
        );
        return;
      }
      const body = JSON.parse(await text(request));
      seen.push({ body, headers: request.headers });
      reply(response, body);
    });
    await new Promise<void>((resolve) =>
      upstream.listen(0, '127.0.0.1', resolve),
    );
  });
  afterEach(async () => {
    await harness.stop();
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
  });

  it('translates the request and the answer', async () => {
    const client = await start({ [MODEL_ID]: 'llama3.2' }, 'other', 'secret');
    const input = question('Hi', {
      system: [{ text: 'Be brief.' }],
      inferenceConfig: { maxTokens: 9, temperature: 0.5, stopSequences: ['#'] },
      ...withSchema({ type: 'object' }),
    });
    const answer = await ask(client, input);
    expect(textOf(answer)).toBe('hello wörld');
    expect(answer).toMatchObject({
      stopReason: 'end_turn',
      usage: { inputTokens: 11, outputTokens: 4, totalTokens: 15 },
    });
    expect(seen[0]?.headers.authorization).toBe('Bearer secret');
    expect(seen[0]?.body).toEqual({
      model: 'llama3.2',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      max_tokens: 9,
      temperature: 0.5,
      stop: ['#'],
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'answer',
          schema: { type: 'object' },
          strict: true,
        },
      },
    });
  });

  it('streams', async () => {
    const events = await readStream(await start({}, 'm'), question('Hi'));
    expect(streamedText(events)).toBe('hello wörld');
    expect(events.at(-2)?.messageStop?.stopReason).toBe('max_tokens');
    expect(events.at(-1)?.metadata?.usage).toMatchObject({
      inputTokens: 11,
      outputTokens: 4,
    });
  });

  it('takes the first listed model where none is named, and sends no key where there is none', async () => {
    await ask(await start(), question('Hi'));
    expect(seen[0]?.body['model']).toBe('first');
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [429, 'ThrottlingException'],
    [400, 'ValidationException'],
    [404, 'ValidationException'],
    [401, 'AccessDeniedException'],
    [500, 'ServiceUnavailableException'],
  ])('answers %d as %s with what the server said', async (status, name) => {
    reply = (response) =>
      response.writeHead(status, { 'retry-after': '3' }).end('no such luck');
    const failure = await failureOf(ask(await start({}, 'm'), question('Hi')));
    expect(failure).toMatchObject({
      name,
      message: expect.stringContaining('no such luck'),
    });
    if (status === 429)
      expect(failure).toMatchObject({
        $response: { headers: { 'retry-after': '3' } },
      });
  });

  it('says where nobody answers and what to do', async () => {
    const endpoint = new OpenAiEndpoint('http://127.0.0.1:1/v1', undefined);
    harness = await ServerHarness.start(
      new OpenAiBackend(endpoint, new ModelNames(endpoint, {}, undefined)),
    );
    const failure = await failureOf(ask(harness.client(), question('Hi')));
    expect(failure).toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringMatching(
        /http:\/\/127\.0\.0\.1:1\/v1 cannot be reached.*--openai-url/,
      ),
    });
  });

  it.each(['<html>', '{"choices":[]}', '{}'])(
    'takes %s for no completion',
    async (body) => {
      reply = (response) => response.end(body);
      const failure = await failureOf(
        ask(await start({}, 'm'), question('Hi')),
      );
      expect(failure).toMatchObject({
        name: 'ModelErrorException',
        message: expect.stringContaining('/v1'),
      });
    },
  );

  it.each([
    [
      'breaks off',
      (response: ServerResponse) => response.end(),
      'ServiceUnavailableException',
    ],
    [
      'is reset',
      (response: ServerResponse) => setTimeout(() => response.destroy(), 50),
      'ServiceUnavailableException',
    ],
    [
      'carries an error',
      (response: ServerResponse) =>
        response.end(event({ error: { message: 'out of memory' } })),
      'ModelStreamErrorException',
    ],
  ])('fails in the stream when it %s', async (_name, end, name) => {
    reply = (response) => {
      response.write(event({ choices: [{ delta: { content: 'hello' } }] }));
      end(response);
    };
    expect(
      await failureOf(readStream(await start({}, 'm'), question('Hi'))),
    ).toMatchObject({ name });
  });

  it('aborts upstream when the caller leaves', async () => {
    const closed = new Promise((resolve) => {
      reply = (response) => response.on('close', resolve);
    });
    const client = await start({}, 'm');
    await failureOf(
      client.send(new ConverseCommand(question('Hi')), {
        abortSignal: AbortSignal.timeout(100),
      }),
    );
    await closed;
    await harness.untilInFlight(0);
    expect(await harness.stats()).toMatchObject({ errors: { aborted: 1 } });
  });
});
