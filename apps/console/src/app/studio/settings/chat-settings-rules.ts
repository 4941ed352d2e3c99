import { schema, validate } from '@angular/forms/signals';
import { chatParametersSchema } from '@plot-palette/domain';
import { issueText, schemaRule } from '../../api/schema-rule';
import { stopSequencesOf, type ChatSettingsDraft } from './chat-settings';

const parameters = chatParametersSchema.shape;

export const chatSettingsRules = schema<ChatSettingsDraft>((draft) => {
  schemaRule(draft.maxTokens, parameters.maxTokens.unwrap().nullable());
  schemaRule(draft.temperature, parameters.temperature.unwrap().nullable());
  schemaRule(draft.topP, parameters.topP.unwrap().nullable());
  validate(draft.stopSequences, ({ value }) =>
    parameters.stopSequences
      .safeParse(stopSequencesOf(value()))
      .error?.issues.map((issue) => ({
        kind: issue.code,
        message: issueText(issue),
      })),
  );
});
