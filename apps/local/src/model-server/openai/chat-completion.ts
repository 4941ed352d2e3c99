import { z } from 'zod';
import type { StopReason, Usage } from '../model-backend';
import type { ModelRequest } from '../model-request';

const finishReason = z.string().nullish();
const usage = z
  .object({
    prompt_tokens: z.number().catch(0),
    completion_tokens: z.number().catch(0),
  })
  .nullish();

/** What is read of POST /chat/completions. */
export const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        finish_reason: finishReason,
      }),
    )
    .min(1),
  usage,
});

/** One event of a streamed completion; the last one carries the usage and no choice. */
export const completionChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: finishReason,
      }),
    )
    .default([]),
  usage,
  error: z.unknown().optional(),
});

export function completionRequest(
  request: ModelRequest,
  model: string,
  stream: boolean,
): object {
  return {
    model,
    messages: [
      ...(request.system.length > 0
        ? [{ role: 'system', content: request.system.join('\n') }]
        : []),
      ...request.turns.map(({ role, text }) => ({ role, content: text })),
    ],
    // Left out where undefined: JSON drops such fields, and servers refuse null.
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stopSequences.length > 0 ? request.stopSequences : undefined,
    response_format: request.schema && {
      type: 'json_schema',
      json_schema: {
        name: request.tool ?? 'answer',
        schema: request.schema,
        strict: true,
      },
    },
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
}

export function stopReasonOf(reason: string | null | undefined): StopReason {
  if (reason === 'length') return 'max_tokens';
  return reason === 'content_filter' ? 'content_filtered' : 'end_turn';
}

const CHARACTERS_PER_TOKEN = 4;

/** What the server counted, or an estimate from the length where it counts nothing. */
export function usageOf(
  counted: z.infer<typeof usage>,
  request: ModelRequest,
  text: string,
): Usage {
  return {
    inputTokens:
      counted?.prompt_tokens ||
      estimateTokens([
        ...request.system,
        ...request.turns.map((turn) => turn.text),
      ]),
    outputTokens: counted?.completion_tokens || estimateTokens([text]),
  };
}

export function estimateTokens(texts: readonly string[]): number {
  return Math.ceil(
    texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_PER_TOKEN,
  );
}
