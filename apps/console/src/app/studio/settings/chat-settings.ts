import {
  chatParametersSchema,
  type ChatParameters,
  type RunSettings,
} from '@plot-palette/domain';

/** How a model is to answer, as a form holds it: what is empty is left to the project, or to the model. */
export interface ChatSettingsDraft {
  /** Alias, tier or Bedrock id. */
  model: string;
  maxTokens: number | null;
  temperature: number | null;
  topP: number | null;
  /** One a line. */
  stopSequences: string;
}

export function settingsDraft(
  model = '',
  parameters: ChatParameters = {},
): ChatSettingsDraft {
  const { maxTokens, temperature, topP, stopSequences = [] } = parameters;
  return {
    model,
    maxTokens: maxTokens ?? null,
    temperature: temperature ?? null,
    topP: topP ?? null,
    stopSequences: stopSequences.join('\n'),
  };
}

/** Empty members are left out. Throws a ZodError when one is out of its bounds. */
export function parametersOf(draft: ChatSettingsDraft): ChatParameters {
  const { maxTokens, temperature, topP } = draft;
  const stopSequences = stopSequencesOf(draft.stopSequences);
  return chatParametersSchema.parse({
    ...(maxTokens === null ? {} : { maxTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    ...(stopSequences.length === 0 ? {} : { stopSequences }),
  });
}

/** What a run says of itself; the project says the rest. */
export function runSettingsOf(
  draft: ChatSettingsDraft,
): Pick<RunSettings, 'model' | 'parameters'> {
  const parameters = parametersOf(draft);
  return draft.model === ''
    ? { parameters }
    : { model: draft.model, parameters };
}

/** Spaces count: a sequence may end with one. */
export function stopSequencesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
