import {
  CountTokensCommand,
  ask,
  failureOf,
  MODEL_ID,
  question,
  readStream,
  ServerHarness,
  streamedText,
  textOf,
  withSchema,
} from './model-server.fixture';
import { SimBackend } from './sim/sim-backend';
import { parseSimSettings } from './sim/sim-settings';
import { startModelServer } from './model-server';

const TICKET = {
  type: 'object',
  properties: {
    subject: { type: 'string', maxLength: 20 },
    urgency: { enum: ['low', 'high'] },
  },
  required: ['subject', 'urgency'],
};

describe(startModelServer.name, () => {
  let harness: ServerHarness;

  beforeEach(async () => {
    harness = await ServerHarness.simulator();
  });
  afterEach(() => harness.stop());

  describe.each(['HTTP/2', 'HTTP/1.1'] as const)('over %s', (protocol) => {
    it('answers Converse', async () => {
      const answer = await ask(
        harness.client(protocol),
        question('What is rain?'),
      );
      expect(textOf(answer)).toMatch(/^Simulated answer/);
      expect(answer).toMatchObject({
        stopReason: 'end_turn',
        output: { message: { role: 'assistant' } },
        metrics: { latencyMs: expect.any(Number) },
      });
      const {
        inputTokens = 0,
        outputTokens = 0,
        totalTokens,
      } = answer.usage ?? {};
      expect(outputTokens).toBeGreaterThan(10);
      expect(totalTokens).toBe(inputTokens + outputTokens);
      expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('streams the very answer that Converse gives, in AWS order', async () => {
      const client = harness.client(protocol);
      const whole = await ask(client, question('What is rain?'));
      const events = await readStream(client, question('What is rain?'));
      const kinds = events.map((event) => Object.keys(event)[0]);
      expect(kinds[0]).toBe('messageStart');
      expect(kinds.slice(-3)).toEqual([
        'contentBlockStop',
        'messageStop',
        'metadata',
      ]);
      expect(
        kinds.filter((kind) => kind === 'contentBlockDelta').length,
      ).toBeGreaterThan(3);
      expect(streamedText(events)).toBe(textOf(whole));
      expect(events.at(-2)?.messageStop?.stopReason).toBe('end_turn');
      expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage);
    });

    it('names what is wrong with a request', async () => {
      const failure = await failureOf(
        ask(harness.client(protocol), question(' ')),
      );
      expect(failure).toMatchObject({
        name: 'ValidationException',
        $metadata: { httpStatusCode: 400 },
      });
      expect(failure.message).toContain('messages.0.content.0 is blank');
    });
  });

  it('counts tokens as Converse bills them', async () => {
    const client = harness.client();
    const input = question('Ein größerer Text für das Zählen', {
      system: [{ text: 'Be brief.' }],
    });
    const { usage } = await ask(client, input);
    const { messages, system } = input;
    const { inputTokens } = await client.send(
      new CountTokensCommand({
        modelId: MODEL_ID,
        input: { converse: { messages, system } },
      }),
    );
    expect(inputTokens).toBe(usage?.inputTokens);
  });

  it('answers valid JSON to a schema', async () => {
    const value: unknown = JSON.parse(
      textOf(
        await ask(
          harness.client(),
          question('A ticket, please', withSchema(TICKET)),
        ),
      ),
    );
    expect(value).toEqual({
      subject: expect.stringMatching(/^Simulated/),
      urgency: expect.stringMatching(/^(low|high)$/),
    });
  });

  it('answers a forced tool with its input, whole and streamed', async () => {
    const client = harness.client();
    const input = question('A ticket, please', {
      toolConfig: {
        toolChoice: { tool: { name: 'emit' } },
        tools: [{ toolSpec: { name: 'emit', inputSchema: { json: TICKET } } }],
      },
    });
    const { output, stopReason } = await ask(client, input);
    const toolUse = output?.message?.content?.[0]?.toolUse;
    expect(stopReason).toBe('tool_use');
    expect(toolUse).toMatchObject({
      name: 'emit',
      input: { subject: expect.any(String), urgency: expect.any(String) },
    });
    const events = await readStream(client, input);
    expect(events[1]?.contentBlockStart?.start?.toolUse?.name).toBe('emit');
    const streamed = events
      .map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '')
      .join('');
    expect(JSON.parse(streamed)).toEqual(toolUse?.input);
  });

  it('takes the model id of an inference profile ARN from the path', async () => {
    const modelId =
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-1-8b-instruct-v1:0';
    await ask(harness.client(), question('Hi', { modelId }));
    expect(await harness.stats()).toMatchObject({
      billed: { byModel: { [modelId]: { calls: 1 } } },
    });
  });

  it('keeps a hundred calls at once apart', async () => {
    const client = harness.client();
    const texts = Array.from(
      { length: 100 },
      (_, index) => `Question ${index}`,
    );
    const together = await Promise.all(
      texts.map(async (text) => textOf(await ask(client, question(text)))),
    );
    expect(new Set(together).size).toBe(100);
    for (const [index, text] of texts.entries()) {
      expect(textOf(await ask(client, question(text)))).toBe(together[index]);
    }
  });

  it('refuses a call without authorization', async () => {
    const response = await fetch(`${harness.url}/model/x/converse`, {
      method: 'POST',
      body: JSON.stringify(question('Hi')),
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe(
      'AccessDeniedException',
    );
    expect(await response.json()).toEqual({
      message: expect.stringContaining('not signed'),
    });
  });

  it.each([
    ['no JSON', '{', 'not valid JSON'],
    ['a list', '[]', 'must be a JSON object'],
    ['a body over the limit', 'x'.repeat(2000), 'has 2000 bytes; at most 1024'],
  ])('refuses %s', async (_name, body, message) => {
    const small = await ServerHarness.start(
      new SimBackend(parseSimSettings({})),
      1024,
    );
    const response = await fetch(`${small.url}/model/x/converse`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body,
    });
    await small.stop();
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: expect.stringContaining(message),
    });
  });

  it('says what it serves when asked for something else', async () => {
    const response = await fetch(`${harness.url}/model/x/invoke`, {
      method: 'POST',
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message: expect.stringContaining('converse-stream'),
    });
  });

  it('is healthy', async () => {
    expect(await (await fetch(`${harness.url}/healthz`)).json()).toMatchObject({
      status: 'ok',
      backend: 'sim',
    });
  });

  it('fails to start on a taken port', async () => {
    const port = Number(new URL(harness.url).port);
    const backend = new SimBackend(parseSimSettings({}));
    await expect(startModelServer({ backend, port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('ends open calls when it is closed', async () => {
    const slow = await ServerHarness.simulator({ timeoutRate: 1 });
    const call = failureOf(ask(slow.client(), question('Hi')));
    await slow.untilInFlight(1);
    await slow.stop();
    expect((await call).message).not.toBe('It did not fail.');
  });
});
