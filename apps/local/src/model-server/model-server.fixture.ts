import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  CountTokensCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ModelBackend } from './model-backend';
import { type ModelServer, startModelServer } from './model-server';
import { SimBackend } from './sim/sim-backend';
import { parseSimSettings, type SimSettings } from './sim/sim-settings';

export {
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  CountTokensCommand,
};

export const MODEL_ID = 'us.meta.llama3-1-8b-instruct-v1:0';

type Protocol = 'HTTP/2' | 'HTTP/1.1';

/** A server in this process and the SDK's own clients for it. */
export class ServerHarness {
  private readonly clients: BedrockRuntimeClient[] = [];

  private constructor(private readonly server: ModelServer) {}

  static async start(
    backend: ModelBackend,
    maxBodyBytes?: number,
  ): Promise<ServerHarness> {
    return new ServerHarness(
      await startModelServer({
        backend,
        ...(maxBodyBytes !== undefined && { maxBodyBytes }),
      }),
    );
  }

  static simulator(
    settings: Partial<SimSettings> = {},
  ): Promise<ServerHarness> {
    return ServerHarness.start(new SimBackend(parseSimSettings(settings)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  client(protocol: Protocol = 'HTTP/2'): BedrockRuntimeClient {
    const client = new BedrockRuntimeClient({
      endpoint: this.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
      ...(protocol === 'HTTP/1.1' && { requestHandler: new NodeHttpHandler() }),
    });
    this.clients.push(client);
    return client;
  }

  async stats(): Promise<Record<string, unknown>> {
    return JSON.parse(await (await fetch(`${this.url}/stats`)).text());
  }

  /** Waits until so many calls are open. */
  async untilInFlight(count: number): Promise<void> {
    while ((await this.stats())['inFlight'] !== count);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await this.server.close();
  }
}

export function question(
  text: string,
  overrides: Partial<ConverseCommandInput> = {},
): ConverseCommandInput {
  return {
    modelId: MODEL_ID,
    messages: [{ role: 'user', content: [{ text }] }],
    ...overrides,
  };
}

export function withSchema(schema: object): Partial<ConverseCommandInput> {
  const jsonSchema = { name: 'answer', schema: JSON.stringify(schema) };
  return {
    outputConfig: {
      textFormat: { type: 'json_schema', structure: { jsonSchema } },
    },
  };
}

export async function ask(
  client: BedrockRuntimeClient,
  input: ConverseCommandInput,
): Promise<ConverseCommandOutput> {
  return client.send(new ConverseCommand(input));
}

export function textOf({ output }: ConverseCommandOutput): string {
  return output?.message?.content?.[0]?.text ?? '';
}

/** The events of a stream, gathered into `into` so that they are there even when the stream fails. */
export async function readStream(
  client: BedrockRuntimeClient,
  input: ConverseCommandInput,
  into: ConverseStreamOutput[] = [],
): Promise<ConverseStreamOutput[]> {
  const { stream } = await client.send(new ConverseStreamCommand(input));
  for await (const event of stream ?? []) into.push(event);
  return into;
}

export function streamedText(events: readonly ConverseStreamOutput[]): string {
  return events
    .map((event) => event.contentBlockDelta?.delta?.text ?? '')
    .join('');
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error : new Error(String(error));
}
