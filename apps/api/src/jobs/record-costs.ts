import {
  callCost,
  worstCaseCost,
  type JsonObject,
  type JsonValue,
  type NanoUsd,
  type ResolvedModel,
  type TemplateStep,
} from '@plot-palette/domain';
import { estimateBound } from '@plot-palette/inference';
import { placeholderOutput } from '../templates/placeholder-output';
import type { RenderedPrompt } from '../templates/prompt-renderer';

/** English text: the usual rule of thumb, for expectations only. */
const BYTES_PER_TOKEN = 4;

/** Text as long as an answer of half the allowed length, spread over the places of a structured one. */
export function expectedAnswer(step: TemplateStep): JsonValue {
  let places = 0;
  placeholderOutput(step, () => String((places += 1)));
  const bytes = (step.maxTokens / 2) * BYTES_PER_TOKEN;
  const text = 'x'.repeat(Math.floor(bytes / Math.max(1, places)));
  return placeholderOutput(step, () => text);
}

interface RecordCalls {
  readonly steps: readonly TemplateStep[];
  /** By step id. */
  readonly models: Readonly<Record<string, ResolvedModel>>;
  readonly row: JsonObject;
  readonly prompts: readonly RenderedPrompt[];
}

/**
 * The most that one attempt at a record may be billed, as workers reserve it: by what a prompt may hold at most,
 * or by the prompt itself where fragments and repetition make it longer than that.
 */
export function worstRecordCost(record: RecordCalls): NanoUsd {
  const rowBytes = Buffer.byteLength(JSON.stringify(record.row));
  let earlierMaxTokens = 0;
  return sumOverCalls(record, (step, model, promptBytes) => {
    const bound = estimateBound(step, model, { rowBytes, earlierMaxTokens });
    earlierMaxTokens += bound.maxTokens;
    const inputBytes = Math.max(bound.inputBytes, promptBytes);
    return worstCaseCost({ ...bound, inputBytes }, model.price);
  });
}

/** What one attempt at a record may be expected to cost: answers of half the allowed length. */
export function expectedRecordCost(record: RecordCalls): NanoUsd {
  return sumOverCalls(record, (step, model, promptBytes) =>
    callCost(
      {
        inputTokens: Math.ceil(promptBytes / BYTES_PER_TOKEN),
        outputTokens: Math.ceil(step.maxTokens / 2),
      },
      model.price,
    ),
  );
}

function sumOverCalls(
  { steps, models, prompts }: RecordCalls,
  cost: (
    step: TemplateStep,
    model: ResolvedModel,
    promptBytes: number,
  ) => NanoUsd,
): NanoUsd {
  return steps.reduce((sum, step) => {
    const model = models[step.id];
    const prompt = prompts.find(({ stepId }) => stepId === step.id);
    if (model === undefined || prompt === undefined) return sum;
    const schema =
      step.outputSchema === undefined ? '' : JSON.stringify(step.outputSchema);
    const text = `${prompt.system ?? ''}${prompt.prompt}${schema}`;
    return sum + cost(step, model, Buffer.byteLength(text));
  }, 0);
}
