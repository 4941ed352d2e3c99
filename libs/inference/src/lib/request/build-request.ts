import type {
  CallBound,
  ResolvedModel,
  TemplateStep,
} from '@plot-palette/domain';
import { grammarSchema } from './grammar-schema';
import { samplingOf } from './sampling';
import type { TextInput } from './text-input';

/** A step whose templates are rendered. */
export interface RenderedStep extends Pick<
  TemplateStep,
  'maxTokens' | 'temperature' | 'topP' | 'stopSequences' | 'outputSchema'
> {
  readonly system?: string | undefined;
  readonly prompt: string;
}

export interface ModelRequest {
  readonly input: TextInput;
  /** What the call can be billed at most is computed from this. */
  readonly bound: CallBound;
  /** What the model does not take, in sentences for the user. */
  readonly adjustments: readonly string[];
}

interface Texts {
  readonly system: string | undefined;
  readonly user: string;
  readonly schema: string | undefined;
}

/** The Converse call of a step: only what the model takes, and what had to be left out or moved. */
export function buildRequest(
  step: RenderedStep,
  model: ResolvedModel,
): ModelRequest {
  const adjustments: string[] = [];
  const texts = textsOf(step, model, adjustments);
  const maxTokens = Math.min(
    step.maxTokens,
    model.capabilities.maxOutputTokens,
  );
  if (maxTokens < step.maxTokens)
    adjustments.push(
      `maxTokens is ${maxTokens}: ${model.alias} writes no more.`,
    );
  return {
    input: {
      modelId: model.modelId,
      messages: [{ role: 'user', content: [{ text: texts.user }] }],
      ...(texts.system && { system: [{ text: texts.system }] }),
      inferenceConfig: { maxTokens, ...samplingOf(step, model, adjustments) },
      ...(texts.schema && { outputConfig: jsonOutput(texts.schema) }),
    },
    bound: boundOf(texts, maxTokens),
    adjustments,
  };
}

function textsOf(
  step: RenderedStep,
  model: ResolvedModel,
  adjustments: string[],
): Texts {
  const { systemPrompt, structuredOutput } = model.capabilities;
  const system = step.system?.trim() === '' ? undefined : step.system;
  const schema = step.outputSchema;
  const movesSystem = system !== undefined && !systemPrompt;
  if (movesSystem)
    adjustments.push(
      `${model.alias} takes no system prompt: it stands before the prompt.`,
    );
  const instruction =
    schema === undefined || structuredOutput
      ? undefined
      : `Answer with one JSON value and nothing else. It must satisfy this JSON Schema:\n${JSON.stringify(schema)}`;
  return {
    system: movesSystem ? undefined : system,
    user: [movesSystem ? system : undefined, step.prompt, instruction]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    schema:
      schema !== undefined && structuredOutput
        ? JSON.stringify(grammarSchema(schema))
        : undefined,
  };
}

function jsonOutput(schema: string): TextInput['outputConfig'] {
  return {
    textFormat: {
      type: 'json_schema',
      structure: { jsonSchema: { schema, name: 'answer' } },
    },
  };
}

function boundOf(
  { system, user, schema }: Texts,
  maxTokens: number,
): CallBound {
  const bytes = (text: string | undefined): number =>
    text === undefined ? 0 : Buffer.byteLength(text);
  return {
    inputBytes: bytes(system) + bytes(user) + bytes(schema),
    messages: system === undefined ? 1 : 2,
    schemas: schema === undefined ? 0 : 1,
    maxTokens,
  };
}
