import type { z } from 'zod';
import type { ModelAnswer } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { BedrockError } from '../wire/bedrock-error';
import {
  completionChunkSchema,
  completionSchema,
  stopReasonOf,
  usageOf,
} from './chat-completion';
import type { OpenAiEndpoint } from './openai-endpoint';
import { sseData } from './sse-lines';

type Chunk = z.infer<typeof completionChunkSchema>;

/** @throws BedrockError `ModelErrorException` for what is no completion */
export async function readCompletion(
  response: Response,
  request: ModelRequest,
  endpoint: OpenAiEndpoint,
): Promise<ModelAnswer> {
  const { data, error } = completionSchema.safeParse(
    parseOrUndefined(await response.text()),
  );
  const choice = data?.choices[0];
  if (choice === undefined) throw endpoint.unintelligible(error);
  const text = choice.message.content ?? '';
  return {
    text,
    stopReason: stopReasonOf(choice.finish_reason),
    usage: usageOf(data?.usage, request, text),
  };
}

/**
 * Reads a streamed completion to its end and hands its text over as it comes.
 *
 * @throws BedrockError for an error event; Error when the stream ends before the answer does
 */
export async function readCompletionStream(
  response: Response,
  request: ModelRequest,
  endpoint: OpenAiEndpoint,
  onText: (text: string) => void,
): Promise<ModelAnswer> {
  let text = '';
  let finishReason: string | null | undefined;
  let usage: Chunk['usage'];
  for await (const data of sseData(response.body ?? new ReadableStream())) {
    if (data === '[DONE]') break;
    const chunk = readChunk(data, endpoint);
    const choice = chunk.choices[0];
    usage = chunk.usage ?? usage;
    finishReason = choice?.finish_reason ?? finishReason;
    const delta = choice?.delta?.content ?? '';
    if (delta === '') continue;
    text += delta;
    onText(delta);
  }
  if (!finishReason) throw new Error('The stream ended before the answer did.');
  return {
    text,
    stopReason: stopReasonOf(finishReason),
    usage: usageOf(usage, request, text),
  };
}

function readChunk(data: string, endpoint: OpenAiEndpoint): Chunk {
  const { data: chunk, error } = completionChunkSchema.safeParse(
    parseOrUndefined(data),
  );
  if (chunk === undefined) throw endpoint.unintelligible(error);
  if (chunk.error === undefined) return chunk;
  throw new BedrockError(
    'ModelStreamErrorException',
    `${endpoint.url} failed in the middle of its answer: ${data}`,
  );
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
