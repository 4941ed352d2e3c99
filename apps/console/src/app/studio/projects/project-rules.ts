import { apply, required, schema } from '@angular/forms/signals';
import {
  projectDefinitionSchema,
  projectSettingsSchema,
} from '@plot-palette/domain';
import { schemaRule } from '../../api/schema-rule';
import { chatSettingsRules } from '../settings/chat-settings-rules';
import type { ProjectDraft } from './project-draft';

const definition = projectDefinitionSchema.shape;
const settings = projectSettingsSchema.shape;

export const projectRules = schema<ProjectDraft>((draft) => {
  schemaRule(draft.name, definition.name);
  schemaRule(draft.description, definition.description);
  apply(draft.chat, chatSettingsRules);
  required(draft.chat.model, { message: 'Choose a model.' });
  schemaRule(draft.historyDays, settings.historyDays.unwrap());
  schemaRule(draft.timeoutSeconds, settings.timeoutSeconds.unwrap());
});
