import {
  callCost,
  worstCaseCost,
  type JsonValue,
  type NanoUsd,
  type ResolvedModel,
  type TemplateStep,
} from '@plot-palette/domain';
import { placeholderOutput } from '../templates/placeholder-output';
import type { RenderedPrompt } from '../templates/prompt-renderer';

/** English text: the usual rule of thumb, for expectations only. */
const BYTES_PER_TOKEN = 4;

/** Text as long as an answer of so many tokens, spread over the places of a structured one. */
export function answerOfLength(step: TemplateStep, tokens: number): JsonValue {
  let places = 0;
  placeholderOutput(step, () => String((places += 1)));
  const bytes = Math.floor((tokens * BYTES_PER_TOKEN) / Math.max(1, places));
  const text = 'x'.repeat(bytes);
  return placeholderOutput(step, () => text);
}

/** The most that one attempt at a record may be billed: what admission reserves for it. */
export function worstRecordCost(
  steps: readonly TemplateStep[],
  models: Readonly<Record<string, ResolvedModel>>,
  prompts: readonly RenderedPrompt[],
): NanoUsd {
  return sumOverCalls(steps, models, prompts, (step, model, inputBytes) =>
    worstCaseCost(
      {
        inputBytes,
        messages: step.system === undefined ? 1 : 2,
        schemas: step.outputSchema === undefined ? 0 : 1,
        maxTokens: step.maxTokens,
      },
      model.price,
    ),
  );
}

/** What one attempt at a record may be expected to cost: answers of half the allowed length. */
export function expectedRecordCost(
  steps: readonly TemplateStep[],
  models: Readonly<Record<string, ResolvedModel>>,
  prompts: readonly RenderedPrompt[],
): NanoUsd {
  return sumOverCalls(steps, models, prompts, (step, model, inputBytes) =>
    callCost(
      {
        inputTokens: Math.ceil(inputBytes / BYTES_PER_TOKEN),
        outputTokens: Math.ceil(step.maxTokens / 2),
      },
      model.price,
    ),
  );
}

function sumOverCalls(
  steps: readonly TemplateStep[],
  models: Readonly<Record<string, ResolvedModel>>,
  prompts: readonly RenderedPrompt[],
  cost: (
    step: TemplateStep,
    model: ResolvedModel,
    inputBytes: number,
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
