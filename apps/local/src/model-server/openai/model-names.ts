import { z } from 'zod';
import { BedrockError } from '../wire/bedrock-error';
import type { OpenAiEndpoint } from './openai-endpoint';

const modelListSchema = z.object({
  data: z.array(z.object({ id: z.string() })),
});

/** Which model on the server answers for a Bedrock model id. */
export class ModelNames {
  private firstListed: string | undefined;

  constructor(
    private readonly endpoint: OpenAiEndpoint,
    private readonly byModelId: Readonly<Record<string, string>>,
    /** For ids that the map does not name; without it, the first model that the server lists. */
    private readonly fallback: string | undefined,
  ) {}

  get description(): string {
    return `${this.fallback ?? 'first listed model'} at ${this.endpoint.url}`;
  }

  /** @throws BedrockError when the list is needed and cannot be had, or is empty */
  async nameFor(modelId: string): Promise<string> {
    const mapped = Object.hasOwn(this.byModelId, modelId)
      ? this.byModelId[modelId]
      : this.fallback;
    if (mapped !== undefined) return mapped;
    this.firstListed ??= await this.listFirst();
    return this.firstListed;
  }

  private async listFirst(): Promise<string> {
    const response = await this.endpoint.get('/models');
    const list = modelListSchema.safeParse(
      await response.json().catch(() => undefined),
    );
    const first = list.data?.data[0]?.id;
    if (first !== undefined) return first;
    throw new BedrockError(
      'ResourceNotFoundException',
      `${this.endpoint.url} lists no model. Load one there, or name one with --openai-model.`,
    );
  }
}
