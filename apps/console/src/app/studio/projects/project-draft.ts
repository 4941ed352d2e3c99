import {
  projectDefinitionSchema,
  type Project,
  type ProjectInput,
} from '@plot-palette/domain';
import {
  parametersOf,
  settingsDraft,
  type ChatSettingsDraft,
} from '../settings/chat-settings';

export interface ProjectDraft {
  name: string;
  description: string;
  isActive: boolean;
  chat: ChatSettingsDraft;
  historyDays: number | null;
  timeoutSeconds: number | null;
}

export function projectDraft(project?: Project): ProjectDraft {
  const { name, description, settings, status } =
    project ?? projectDefinitionSchema.parse({ name: '…' });
  return {
    name: project === undefined ? '' : name,
    description,
    isActive: status === 'ACTIVE',
    chat: settingsDraft(settings.model, settings.parameters),
    historyDays: settings.historyDays,
    timeoutSeconds: settings.timeoutSeconds,
  };
}

/** Throws a ZodError when the draft is not valid. */
export function projectInputOf(draft: ProjectDraft): ProjectInput {
  const { name, description, isActive, chat } = draft;
  return projectDefinitionSchema.parse({
    name,
    description,
    status: isActive ? 'ACTIVE' : 'INACTIVE',
    settings: {
      model: chat.model,
      parameters: parametersOf(chat),
      historyDays: draft.historyDays,
      timeoutSeconds: draft.timeoutSeconds,
    },
  });
}
