import { isDeepStrictEqual } from 'node:util';
import type { StepResult } from '@plot-palette/domain';
import { MAX_DEPTH } from './almost-json';
import type { ModelReply } from './model-reply';
import type { OutputCheck } from './output-schema';
import { repairJson } from './repair-json';

type Output = StepResult['output'];

export type Answer =
  | {
      readonly kind: 'ACCEPTED';
      readonly output: Output;
      /** True when the text was not the JSON that it was taken for. */
      readonly isRepaired: boolean;
    }
  | {
      readonly kind: 'FAILED';
      readonly reason: string;
      /** What the model can be told to correct; empty when there is no answer that it could. */
      readonly faults: readonly string[];
    };

const COMPLETE: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence']);
const REASONS: Readonly<Record<string, string>> = {
  max_tokens: 'the answer was cut off at max tokens',
  content_filtered: 'the answer was stopped by the content filter',
  guardrail_intervened: 'a guardrail stopped the answer',
  malformed_model_output: 'the model wrote malformed output',
  model_context_window_exceeded:
    'the prompt and answer exceed the model’s context window',
};

/**
 * Only a complete answer that is not empty and satisfies its schema is accepted. Values are taken as the model wrote
 * them: the text `"1"` is never a number, and nothing that the schema does not name is dropped.
 */
export function interpretAnswer(
  { text, stopReason }: Pick<ModelReply, 'text' | 'stopReason'>,
  check?: OutputCheck,
): Answer {
  if (!COMPLETE.has(stopReason))
    return failed(
      REASONS[stopReason] ?? `the model stopped with ${stopReason}`,
    );
  if (text.trim() === '') return failed('the answer is empty');
  if (check === undefined)
    return { kind: 'ACCEPTED', output: text, isRepaired: false };
  const parsed = parseJson(text);
  return parsed === undefined
    ? choose(repairJson(text).flatMap(parsedOf), check)
    : validated(parsed.value, check, false);
}

/** Of several values in one text the only one that satisfies the schema is meant. */
function choose(values: readonly Output[], check: OutputCheck): Answer {
  const [first, ...others] = values;
  if (first === undefined)
    return failed('the answer is not JSON', ['it is not JSON']);
  if (others.length === 0) return validated(first, check, true);
  const [fitting, ...more] = values.filter(
    (value) => faultsOf(value, check).length === 0,
  );
  if (
    fitting === undefined ||
    more.some((value) => !isDeepStrictEqual(value, fitting))
  )
    return failed('the answer holds several JSON values', [
      'it holds several JSON values where one is asked for',
    ]);
  return { kind: 'ACCEPTED', output: fitting, isRepaired: true };
}

function validated(
  value: Output,
  check: OutputCheck,
  isRepaired: boolean,
): Answer {
  const faults = faultsOf(value, check);
  return faults.length === 0
    ? { kind: 'ACCEPTED', output: value, isRepaired }
    : failed(`the answer does not satisfy the schema: ${faults[0]}`, faults);
}

function faultsOf(value: Output, check: OutputCheck): readonly string[] {
  return isDeeperThan(value, MAX_DEPTH)
    ? [`the answer has more than ${MAX_DEPTH} levels`]
    : check(value);
}

function failed(reason: string, faults: readonly string[] = []): Answer {
  return { kind: 'FAILED', reason, faults };
}

function isDeeperThan(value: Output, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some((member) => isDeeperThan(member, levels - 1))
  );
}

function parsedOf(json: string): Output[] {
  const parsed = parseJson(json);
  return parsed === undefined ? [] : [parsed.value];
}

function parseJson(text: string): { value: Output } | undefined {
  try {
    return { value: JSON.parse(text) as Output };
  } catch {
    return undefined;
  }
}
