import type {
  CallBound,
  ResolvedModel,
  TemplateStep,
} from '@plot-palette/domain';

/**
 * Bytes of an output token that later prompts must reckon with. English has 4 to 5, and no text that is worth having more
 * than 8. A tokenizer may have longer tokens, so this is no bound: a call is admitted by the bytes of its real prompt, and
 * reserves more when they exceed what was set aside for it.
 */
export const OUTPUT_BYTES_PER_TOKEN = 8;

/**
 * What to set aside for a step whose prompt holds outputs that do not exist yet: its own text, the seed row and every
 * earlier output, once each.
 */
export function estimateBound(
  step: TemplateStep,
  { capabilities }: ResolvedModel,
  {
    rowBytes,
    earlierMaxTokens,
  }: { rowBytes: number; earlierMaxTokens: number },
): CallBound {
  const schemaBytes =
    step.outputSchema === undefined
      ? 0
      : Buffer.byteLength(JSON.stringify(step.outputSchema)) +
        SCHEMA_INSTRUCTION_BYTES;
  return {
    inputBytes:
      Buffer.byteLength(step.prompt) +
      Buffer.byteLength(step.system ?? '') +
      schemaBytes +
      rowBytes +
      earlierMaxTokens * OUTPUT_BYTES_PER_TOKEN,
    messages: step.system === undefined ? 1 : 2,
    schemas: step.outputSchema === undefined ? 0 : 1,
    maxTokens: Math.min(step.maxTokens, capabilities.maxOutputTokens),
  };
}

const SCHEMA_INSTRUCTION_BYTES = 128;
