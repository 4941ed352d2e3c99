import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import type { StreamPart } from './stream-part';
import { normaliseUsage } from './usage';

/** The parts that an event of the stream holds; events without text, stop reason or usage hold none. */
export function streamPartsOf(
  modelId: string,
  event: ConverseStreamOutput,
): StreamPart[] {
  const { contentBlockDelta, messageStop, metadata } = event;
  const { text, reasoningContent } = contentBlockDelta?.delta ?? {};
  const stopReason = messageStop?.stopReason;
  const usage = metadata?.usage;
  return [
    ...(text ? [{ kind: 'text' as const, text }] : []),
    ...(reasoningContent?.text
      ? [{ kind: 'reasoning' as const, text: reasoningContent.text }]
      : []),
    ...(stopReason === undefined
      ? []
      : [{ kind: 'stop' as const, stopReason }]),
    ...(usage === undefined
      ? []
      : [{ kind: 'usage' as const, usage: normaliseUsage(modelId, usage) }]),
  ];
}
