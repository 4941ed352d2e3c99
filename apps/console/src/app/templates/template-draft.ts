import {
  jsonObjectSchema,
  modelTierSchema,
  type JsonObject,
  type Template,
  type TemplateInput,
} from '@plot-palette/domain';

type StepInput = TemplateInput['steps'][number];

/** A step as its form holds it: everything is text or a number, and nothing is missing. */
export interface StepDraft {
  id: string;
  /** `tier:balanced`, `model:llama-3.1-8b`, or nothing for a fragment. */
  engine: string;
  system: string;
  prompt: string;
  maxTokens: number | null;
  temperature: number | null;
  outputSchema: string;
  /** What this form does not show is kept as it was. */
  readonly kept: Pick<StepInput, 'topP' | 'stopSequences'>;
}

export interface TemplateDraft {
  name: string;
  description: string;
  category: string;
  isPublic: boolean;
  steps: StepDraft[];
  /** What this form does not show is kept as it was. */
  readonly kept: Pick<TemplateInput, 'columns'>;
}

const DEFAULT_MAX_TOKENS = 1_024;

export function emptyDraft(): TemplateDraft {
  return {
    name: '',
    description: '',
    category: '',
    isPublic: false,
    steps: [newStep([])],
    kept: {},
  };
}

/** A step with the first free name: `step_1`, `step_2`, … */
export function newStep(existing: readonly StepDraft[]): StepDraft {
  const ids = new Set(existing.map(({ id }) => id));
  let number = existing.length + 1;
  while (ids.has(`step_${number}`)) number += 1;
  return {
    id: `step_${number}`,
    engine: 'tier:cheap',
    system: '',
    prompt: '',
    maxTokens: DEFAULT_MAX_TOKENS,
    temperature: null,
    outputSchema: '',
    kept: {},
  };
}

export function draftOf(template: Template): TemplateDraft {
  const { name, description, category, isPublic } = template;
  const steps = template.steps.map((step) => ({
    id: step.id,
    engine: engineOf(step),
    system: step.system ?? '',
    prompt: step.prompt,
    maxTokens: step.maxTokens,
    temperature: step.temperature ?? null,
    outputSchema:
      step.outputSchema === undefined
        ? ''
        : JSON.stringify(step.outputSchema, null, 2),
    kept: {
      ...(step.topP === undefined ? {} : { topP: step.topP }),
      ...(step.stopSequences === undefined
        ? {}
        : { stopSequences: step.stopSequences }),
    },
  }));
  const kept =
    template.columns === undefined ? {} : { columns: template.columns };
  return { name, description, category, isPublic, steps, kept };
}

export function inputOf(draft: TemplateDraft): TemplateInput {
  const { name, description, category, isPublic } = draft;
  const steps = draft.steps.map(stepInputOf);
  return { ...draft.kept, name, description, category, isPublic, steps };
}

function stepInputOf(step: StepDraft): StepInput {
  const outputSchema = jsonObjectOf(step.outputSchema);
  return {
    ...step.kept,
    ...engineMember(step.engine),
    id: step.id,
    prompt: step.prompt,
    ...(step.system === '' ? {} : { system: step.system }),
    ...(step.maxTokens === null ? {} : { maxTokens: step.maxTokens }),
    ...(step.temperature === null ? {} : { temperature: step.temperature }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}

function engineOf({ model, modelTier }: StepInput): string {
  if (modelTier !== undefined) return `tier:${modelTier}`;
  return model === undefined ? '' : `model:${model}`;
}

function engineMember(engine: string): Pick<StepInput, 'model' | 'modelTier'> {
  const [kind, ...rest] = engine.split(':');
  // Model ids of Bedrock contain colons themselves.
  const name = rest.join(':');
  if (kind === 'model') return { model: name };
  return kind === 'tier' ? { modelTier: modelTierSchema.parse(name) } : {};
}

/** The object that a text says; undefined when it is empty or is none. */
export function jsonObjectOf(text: string): JsonObject | undefined {
  if (text.trim() === '') return undefined;
  try {
    return jsonObjectSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Why a text is no JSON object, in the browser's words; undefined when it is one. */
export function jsonObjectError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return jsonObjectSchema.safeParse(value).success
      ? undefined
      : 'It must be a JSON object: { … }.';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
