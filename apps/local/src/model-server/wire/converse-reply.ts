import { randomUUID } from 'node:crypto';
import type { ModelAnswer, Usage } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { isFields } from './fields';

/** The body of a Converse response. */
export function converseReply(
  request: ModelRequest,
  answer: ModelAnswer,
  latencyMs: number,
): object {
  const tool =
    request.tool === undefined
      ? undefined
      : { name: request.tool, input: parseToolInput(answer.text) };
  return {
    metrics: { latencyMs },
    output: {
      message: { role: 'assistant', content: content(tool, answer.text) },
    },
    stopReason: wireStopReason(request, answer),
    usage: wireUsage(answer.usage),
  };
}

/** A finished forced tool call ends with `tool_use`, whose input must be an object; anything else is `malformed_tool_use`. */
export function wireStopReason(
  request: ModelRequest,
  answer: ModelAnswer,
): string {
  if (request.tool === undefined || answer.stopReason !== 'end_turn')
    return answer.stopReason;
  return parseToolInput(answer.text) === undefined
    ? 'malformed_tool_use'
    : 'tool_use';
}

export function wireUsage({ inputTokens, outputTokens }: Usage): object {
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

export function toolUseId(): string {
  return `tooluse_${randomUUID()}`;
}

function content(
  tool: { name: string; input: object | undefined } | undefined,
  text: string,
): object[] {
  if (tool?.input !== undefined)
    return [
      {
        toolUse: { toolUseId: toolUseId(), name: tool.name, input: tool.input },
      },
    ];
  return text === '' ? [] : [{ text }];
}

function parseToolInput(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
