import {
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  ask,
  failureOf,
  question,
  readStream,
  ServerHarness,
  streamedText,
  textOf,
  withSchema,
} from './model-server.fixture';
import { SimBackend } from './sim/sim-backend';
import type { SimSettings } from './sim/sim-settings';

describe(`${SimBackend.name} behind the server`, () => {
  let harness: ServerHarness;

  const start = async (settings: Partial<SimSettings>) => {
    harness = await ServerHarness.simulator(settings);
    return harness.client();
  };
  const put = (body: object, method = 'PUT') =>
    fetch(`${harness.url}/sim/settings`, {
      method,
      body: JSON.stringify(body),
    });
  afterEach(() => harness.stop());

  it('throttles with Retry-After', async () => {
    const client = await start({ throttleRate: 1, retryAfterSeconds: 7 });
    const failure = await failureOf(ask(client, question('Hi')));
    expect(failure).toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
      $response: { headers: { 'retry-after': '7' } },
    });
    expect(await harness.stats()).toMatchObject({
      errors: { ThrottlingException: 1 },
      billed: { total: { calls: 0 } },
    });
  });

  it('lets a retry of a throttled prompt succeed', async () => {
    const client = await start({ throttleRate: 0.5 });
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 30; attempt += 1) {
      outcomes.push(
        await ask(client, question('Hi')).then(
          () => 'ok',
          (error: Error) => error.name,
        ),
      );
    }
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'ThrottlingException']));
    await fetch(`${harness.url}/stats/reset`, { method: 'POST' });
    const again = await ask(client, question('Hi')).then(
      () => 'ok',
      (error: Error) => error.name,
    );
    expect(again).toBe(outcomes[0]);
  });

  it('throttles what exceeds the calls a minute', async () => {
    const client = await start({ requestsPerMinute: 60 });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((index) => ask(client, question(`Question ${index}`))),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
  });

  it('throttles what exceeds the calls in flight', async () => {
    const client = await start({
      maxInFlight: 3,
      latency: { kind: 'fixed', ms: 200 },
    });
    const calls = Array.from({ length: 5 }, (_, index) =>
      ask(client, question(`Question ${index}`)),
    );
    const settled = await Promise.allSettled(calls);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      3,
    );
    expect(await harness.stats()).toMatchObject({
      errors: { ThrottlingException: 2 },
      inFlight: 0,
    });
  });

  it.each(['HTTP/2', 'HTTP/1.1'] as const)(
    'bills a reply that it loses over %s',
    async (protocol) => {
      await start({ resetRate: 1 });
      await failureOf(ask(harness.client(protocol), question('Hi')));
      expect(await harness.stats()).toMatchObject({
        ok: 0,
        errors: { reset: 1 },
        lostReplies: { calls: 1 },
        billed: { total: { calls: 1 } },
      });
    },
  );

  it('resets one call and not those beside it', async () => {
    const client = await start({ latency: { kind: 'fixed', ms: 150 } });
    const other = ask(client, question('Stays'));
    await harness.untilInFlight(1);
    await put({ resetRate: 1 });
    await failureOf(ask(client, question('Goes')));
    expect(textOf(await other)).toMatch(/^Simulated/);
  });

  it('never answers a call that times out, and counts it once the caller leaves', async () => {
    const client = await start({ timeoutRate: 1 });
    const abort = AbortSignal.timeout(100);
    const failure = await failureOf(
      client.send(new ConverseCommand(question('Hi')), { abortSignal: abort }),
    );
    expect(failure.name).toBe('AbortError');
    await harness.untilInFlight(0);
    expect(await harness.stats()).toMatchObject({
      errors: { aborted: 1 },
      lostReplies: { calls: 1 },
    });
  });

  it('bills an aborted stream for what it sent', async () => {
    const client = await start({
      tokenModel: 'bytes',
      latency: { kind: 'fixed', ms: 2000 },
      timeToFirstTokenShare: 0,
    });
    const abort = new AbortController();
    const { stream } = await client.send(
      new ConverseStreamCommand(question('Hi')),
      { abortSignal: abort.signal },
    );
    let received = '';
    try {
      for await (const event of stream ?? []) {
        received += event.contentBlockDelta?.delta?.text ?? '';
        if (received.length >= 32) abort.abort();
      }
    } catch {
      // Whether an aborted iterator throws or just ends is the SDK's affair.
    }
    await harness.untilInFlight(0);
    // A piece more may be on its way when the caller leaves; the whole answer takes two seconds.
    expect(received.length).toBeLessThan(100);
    expect(await harness.stats()).toMatchObject({
      lostReplies: {
        calls: 1,
        inputTokens: 2,
        outputTokens: received.length,
      },
    });
  });

  it('fails in the middle of a stream with the exception of that name', async () => {
    const client = await start({
      streamErrorRate: 1,
      streamErrors: ['ThrottlingException'],
      tokenModel: 'bytes',
    });
    const events: ConverseStreamOutput[] = [];
    const failure = await failureOf(readStream(client, question('Hi'), events));
    expect(failure.name).toBe('ThrottlingException');
    expect(streamedText(events)).toMatch(/^Simulated answer/);
    expect(await harness.stats()).toMatchObject({
      errors: { 'ThrottlingException in stream': 1 },
      billed: {
        total: { calls: 1, outputTokens: streamedText(events).length },
      },
    });
  });

  it('fails with 500 or 503', async () => {
    const client = await start({ failureRate: 1 });
    const failures = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        failureOf(ask(client, question(`Question ${index}`))),
      ),
    );
    expect(new Set(failures.map(({ name }) => name))).toEqual(
      new Set(['InternalServerException', 'ServiceUnavailableException']),
    );
  });

  it('sends an empty answer as no content at all', async () => {
    const client = await start({ emptyRate: 1 });
    expect(
      (await ask(client, question('Hi'))).output?.message?.content,
    ).toEqual([]);
    expect(
      (await readStream(client, question('Hi'))).map(
        (event) => Object.keys(event)[0],
      ),
    ).toEqual(['messageStart', 'messageStop', 'metadata']);
  });

  it('sends a broken tool call as malformed', async () => {
    const client = await start({ malformedJsonRate: 1 });
    const toolConfig = {
      toolChoice: { any: {} },
      tools: [
        {
          toolSpec: { name: 'emit', inputSchema: { json: { type: 'object' } } },
        },
      ],
    };
    expect(await ask(client, question('Hi', { toolConfig }))).toMatchObject({
      stopReason: 'malformed_tool_use',
    });
  });

  it('breaks JSON on request', async () => {
    const client = await start({ malformedJsonRate: 1 });
    const text = textOf(
      await ask(
        client,
        question(
          'Hi',
          withSchema({ type: 'object', properties: { a: { type: 'string' } } }),
        ),
      ),
    );
    expect(() => JSON.parse(text)).toThrow();
    expect(text).toContain('imulated');
  });

  it('counts bytes exactly and fills up to maxTokens', async () => {
    const client = await start({ tokenModel: 'bytes', answerTokens: 'max' });
    const answer = await ask(
      client,
      question('Grüße 👋', {
        system: [{ text: 'ä' }],
        inferenceConfig: { maxTokens: 777 },
      }),
    );
    expect(answer.usage).toEqual({
      inputTokens: Buffer.byteLength('Grüße 👋') + 2,
      outputTokens: 777,
      totalTokens: 777 + 14,
    });
    expect(Buffer.byteLength(textOf(answer))).toBe(777);
    expect(answer.stopReason).toBe('end_turn');
  });

  it('takes its time as set', async () => {
    const client = await start({ latency: { kind: 'fixed', ms: 120 } });
    const startedAtMs = performance.now();
    await ask(client, question('Hi'));
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(118);
  });
});
