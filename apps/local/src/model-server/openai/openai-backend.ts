import type { CallContext, ModelAnswer, ModelBackend } from '../model-backend';
import type { ModelRequest, PromptTexts } from '../model-request';
import { BedrockError } from '../wire/bedrock-error';
import { LostReply } from '../wire/lost-reply';
import { completionRequest, estimateTokens, usageOf } from './chat-completion';
import type { ModelNames } from './model-names';
import type { OpenAiEndpoint } from './openai-endpoint';
import { readCompletion, readCompletionStream } from './read-completion';

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, LM Studio, llama-server … */
export class OpenAiBackend implements ModelBackend {
  readonly kind = 'openai';
  readonly description: string;

  constructor(
    private readonly endpoint: OpenAiEndpoint,
    private readonly names: ModelNames,
  ) {
    this.description = names.description;
  }

  async generate(
    request: ModelRequest,
    call: CallContext,
  ): Promise<ModelAnswer> {
    const { onText, signal } = call;
    const { endpoint } = this;
    let received = '';
    try {
      const model = await this.names.nameFor(request.modelId);
      const response = await endpoint.post(
        '/chat/completions',
        completionRequest(request, model, onText !== undefined),
        signal,
      );
      if (onText === undefined)
        return await readCompletion(response, request, endpoint);
      return await readCompletionStream(response, request, endpoint, (text) => {
        received += text;
        onText(text);
      });
    } catch (error) {
      const billed = usageOf(undefined, request, received);
      if (signal.aborted) throw new LostReply('aborted', billed);
      if (error instanceof BedrockError) throw error;
      throw new BedrockError(
        'ServiceUnavailableException',
        `The answer of ${endpoint.url} broke off.`,
        { cause: error, billed },
      );
    }
  }

  /** An estimate: these servers have no such operation. */
  async countTokens({ system, turns }: PromptTexts): Promise<number> {
    return estimateTokens([...system, ...turns.map(({ text }) => text)]);
  }

  async close(): Promise<void> {
    // The calls in flight end with their signals.
  }
}
