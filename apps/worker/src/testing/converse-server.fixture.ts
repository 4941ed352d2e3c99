import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ConverseBody {
  readonly messages: { readonly content: { readonly text: string }[] }[];
  readonly inferenceConfig: { readonly maxTokens: number };
}

/** Speaks enough of Bedrock's Converse for a worker in a process of its own: a token is a byte, answers have max tokens. */
export class ConverseServer {
  readonly asked = new Map<string, number>();
  inputTokens = 0;
  outputTokens = 0;
  /** Runs before each answer. */
  onCall: (call: number) => void = () => undefined;
  private calls = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async listen(latencyMs: number): Promise<ConverseServer> {
    const server = createServer();
    await new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', resolve),
    );
    const { port } = server.address() as AddressInfo;
    const converse = new ConverseServer(server, `http://127.0.0.1:${port}`);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ConverseBody;
      const answer = converse.answer(body);
      setTimeout(
        () =>
          response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify(answer)),
        latencyMs,
      );
    });
    return converse;
  }

  get callCount(): number {
    return this.calls;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer({
    messages,
    inferenceConfig: { maxTokens },
  }: ConverseBody): object {
    const prompt = messages
      .flatMap(({ content }) => content.map(({ text }) => text))
      .join('');
    this.calls += 1;
    this.asked.set(prompt, (this.asked.get(prompt) ?? 0) + 1);
    const inputTokens = Buffer.byteLength(prompt);
    this.inputTokens += inputTokens;
    this.outputTokens += maxTokens;
    this.onCall(this.calls);
    return {
      output: {
        message: {
          role: 'assistant',
          content: [{ text: 'x'.repeat(maxTokens) }],
        },
      },
      stopReason: 'end_turn',
      usage: {
        inputTokens,
        outputTokens: maxTokens,
        totalTokens: inputTokens + maxTokens,
      },
      metrics: { latencyMs: 1 },
    };
  }
}
