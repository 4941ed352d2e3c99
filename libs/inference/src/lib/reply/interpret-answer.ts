import type { StepResult } from '@plot-palette/domain';
import type { ModelReply } from './model-reply';
import type { OutputCheck } from './output-schema';

export type Answer =
  | { readonly kind: 'ACCEPTED'; readonly output: StepResult['output'] }
  | { readonly kind: 'FAILED'; readonly reason: string };

const COMPLETE: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence']);
const REASONS: Readonly<Record<string, string>> = {
  max_tokens: 'the answer was cut off at max tokens',
  content_filtered: 'the answer was stopped by the content filter',
  guardrail_intervened: 'a guardrail stopped the answer',
  malformed_model_output: 'the model wrote malformed output',
  model_context_window_exceeded:
    'the prompt and answer exceed the model’s context window',
};

/** Only a complete answer that is not empty and satisfies its schema is accepted. */
export function interpretAnswer(
  { text, stopReason }: Pick<ModelReply, 'text' | 'stopReason'>,
  check?: OutputCheck,
): Answer {
  if (!COMPLETE.has(stopReason))
    return failed(
      REASONS[stopReason] ?? `the model stopped with ${stopReason}`,
    );
  if (text.trim() === '') return failed('the answer is empty');
  if (check === undefined) return { kind: 'ACCEPTED', output: text };
  const parsed = parseJson(withoutFence(text));
  if (parsed === undefined) return failed('the answer is not JSON');
  const violation = check(parsed.value);
  return violation === undefined
    ? { kind: 'ACCEPTED', output: parsed.value }
    : failed(`the answer does not satisfy the schema: ${violation}`);
}

function failed(reason: string): Answer {
  return { kind: 'FAILED', reason };
}

/** Models without native structured output like to wrap JSON in a Markdown code block. */
function withoutFence(text: string): string {
  return (
    /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text)?.[1] ?? text
  );
}

function parseJson(text: string): { value: StepResult['output'] } | undefined {
  try {
    return { value: JSON.parse(text) as StepResult['output'] };
  } catch {
    return undefined;
  }
}
