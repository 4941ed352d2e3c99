import {
  callCost,
  worstCaseCost,
  type JsonObject,
  type JsonValue,
  type NanoUsd,
  type ResolvedModel,
  type TemplateStep,
  placeholderOutput,
} from '@plot-palette/domain';
import {
  buildRequest,
  estimateBound,
  worstCaseCalls,
} from '@plot-palette/inference';
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
 * What a worker sets aside before it begins a record: the first call by its real request, the others by what their
 * prompts may hold once there are answers, and where there is a schema a call that asks to correct the answer.
 */
export function worstRecordCost(record: RecordCalls): NanoUsd {
  const rowBytes = Buffer.byteLength(JSON.stringify(record.row));
  let earlierMaxTokens = 0;
  return sumOverCalls(record, (step, model, prompt) => {
    const isFirst = step === record.steps[0];
    const bound = isFirst
      ? buildRequest({ ...step, ...prompt }, model).bound
      : estimateBound(step, model, { rowBytes, earlierMaxTokens });
    earlierMaxTokens += bound.maxTokens;
    return worstCaseCalls(step, bound).reduce(
      (sum, call) => sum + worstCaseCost(call, model.price),
      0,
    );
  });
}

/** What one attempt at a record may be expected to cost: answers of half the allowed length. */
export function expectedRecordCost(record: RecordCalls): NanoUsd {
  return sumOverCalls(record, (step, model, prompt) => {
    const { inputBytes, maxTokens } = buildRequest(
      { ...step, ...prompt },
      model,
    ).bound;
    return callCost(
      {
        inputTokens: Math.ceil(inputBytes / BYTES_PER_TOKEN),
        outputTokens: Math.ceil(maxTokens / 2),
      },
      model.price,
    );
  });
}

function sumOverCalls(
  { steps, models, prompts }: RecordCalls,
  cost: (
    step: TemplateStep,
    model: ResolvedModel,
    prompt: RenderedPrompt,
  ) => NanoUsd,
): NanoUsd {
  return steps.reduce((sum, step) => {
    const model = models[step.id];
    const prompt = prompts.find(({ stepId }) => stepId === step.id);
    return model === undefined || prompt === undefined
      ? sum
      : sum + cost(step, model, prompt);
  }, 0);
}
