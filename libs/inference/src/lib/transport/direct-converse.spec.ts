import { createHash } from 'node:crypto';
import {
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import { DirectConverse } from './direct-converse';

const input = {
  modelId: 'us.amazon.nova-lite-v1:0',
  system: [{ text: 'Antworte kürzer 🦊' }],
  messages: [{ role: 'user' as const, content: [{ text: 'Warum?' }] }],
  inferenceConfig: { maxTokens: 100, temperature: 0.5, topP: undefined },
  outputConfig: {
    textFormat: {
      type: 'json_schema' as const,
      structure: {
        jsonSchema: { schema: '{"type":"object"}', name: 'answer' },
      },
    },
  },
};
const options = { abortSignal: new AbortController().signal };

/** A client whose requests end here. */
function recordingClient(answer = '{"stopReason":"end_turn"}') {
  const requests: HttpRequest[] = [];
  const keys: string[] = [];
  const client = new BedrockRuntimeClient({
    region: 'eu-west-1',
    // Within the minutes before it expires, each is asked for anew.
    credentials: async () => {
      const accessKeyId = `key${keys.length}`;
      keys.push(accessKeyId);
      const expiration = new Date(Date.now() + 1_000);
      return { accessKeyId, secretAccessKey: 'secret', expiration };
    },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        requests.push(request);
        const headers = { 'content-type': 'application/json' };
        const body = Buffer.from(answer);
        return {
          response: new HttpResponse({ statusCode: 200, headers, body }),
        };
      },
    },
  });
  return { client, requests };
}

const bodyOf = ({ body }: HttpRequest) =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);
const keyOf = ({ headers }: HttpRequest) =>
  /Credential=(\w+)\//.exec(headers['authorization'] ?? '')?.[1];

describe(DirectConverse.name, () => {
  it("sends what the SDK's client sends, but for what that says of itself", async () => {
    const { client, requests } = recordingClient();
    await client.send(new ConverseCommand(input));
    await new DirectConverse(client.config).send(input, options);
    const [theirs, ours] = requests;
    if (theirs === undefined || ours === undefined)
      throw new Error('Two requests were sent.');
    for (const field of ['method', 'protocol', 'hostname', 'port', 'path'])
      expect(ours).toHaveProperty([field], Reflect.get(theirs, field));
    expect(JSON.parse(bodyOf(ours))).toEqual(JSON.parse(bodyOf(theirs)));
    expect(ours.headers['content-length']).toBe(
      String(Buffer.byteLength(bodyOf(ours))),
    );
    const ofItself = /^(amz-sdk-.*|(x-amz-)?user-agent)$/;
    expect(Object.keys(ours.headers).sort()).toEqual(
      Object.keys(theirs.headers)
        .filter((header) => !ofItself.test(header))
        .sort(),
    );
  });

  it('signs the body for the service and the region', async () => {
    const { client, requests } = recordingClient();
    await new DirectConverse(client.config).send(input, options);
    const [request] = requests;
    if (request === undefined) throw new Error('Nothing was sent.');
    expect(request.headers).toMatchObject({
      host: 'bedrock-runtime.eu-west-1.amazonaws.com',
      'x-amz-content-sha256': createHash('sha256')
        .update(bodyOf(request))
        .digest('hex'),
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=key\d+\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=\S*host;\S*x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it('signs with new credentials before the old ones expire', async () => {
    const { client, requests } = recordingClient();
    const converse = new DirectConverse(client.config);
    await converse.send(input, options);
    await converse.send(input, options);
    const [first, second] = requests.map(keyOf);
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
  });

  it('sends each call to its own model', async () => {
    const { client, requests } = recordingClient();
    const converse = new DirectConverse(client.config);
    await converse.send(input, options);
    await converse.send({ ...input, modelId: 'eu.other-v1:0' }, options);
    await converse.send(input, options);
    expect(requests.map(({ path }) => path)).toEqual([
      '/model/us.amazon.nova-lite-v1%3A0/converse',
      '/model/eu.other-v1%3A0/converse',
      '/model/us.amazon.nova-lite-v1%3A0/converse',
    ]);
  });

  it.each([
    ['no JSON', '{"stopRea', /JSON/],
    ['of another shape', '{"usage":{"inputTokens":-1}}', /usage\.inputTokens/],
  ])(
    'says of a reply that is %s what is wrong',
    async (_what, reply, fault) => {
      const { client } = recordingClient(reply);
      const sent = new DirectConverse(client.config).send(input, options);
      await expect(sent).rejects.toThrow(fault);
      await expect(sent).rejects.toHaveProperty('$response.statusCode', 200);
    },
  );

  it("reads null as the SDK's client does, as nothing", async () => {
    const { client } = recordingClient(
      '{"output":{"message":{"content":[{"text":null},{"text":"Hi"}]}},"stopReason":null,"usage":{"inputTokens":3,"cacheReadInputTokens":null}}',
    );
    const reply = await new DirectConverse(client.config).send(input, options);
    expect(reply).toEqual({
      output: { message: { content: [{}, { text: 'Hi' }] } },
      usage: { inputTokens: 3 },
    });
  });

  it('prepares again after it failed to', async () => {
    const { client } = recordingClient();
    const region = client.config.region;
    const converse = new DirectConverse(client.config);
    client.config.region = () => Promise.reject(new Error('No region yet'));
    await expect(converse.send(input, options)).rejects.toThrow('No region');
    client.config.region = region;
    await expect(converse.send(input, options)).resolves.toMatchObject({
      stopReason: 'end_turn',
    });
  });
});
