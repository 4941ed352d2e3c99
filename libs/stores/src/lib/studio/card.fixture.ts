import {
  projectDefinitionSchema,
  type Project,
  type PromptCard,
} from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';

export function aProject(overrides: Partial<Project> = {}): Project {
  const createdAt = new Date().toISOString();
  return {
    ...projectDefinitionSchema.parse({ name: 'Verkefni 🦊' }),
    projectId: randomUUID(),
    owner: `user-${randomUUID()}`,
    version: 1,
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}

export function aCard(
  projectId: string,
  overrides: Partial<PromptCard> = {},
): PromptCard {
  const createdAt = new Date().toISOString();
  return {
    projectId,
    promptId: randomUUID(),
    version: 1,
    title: 'Tone',
    content: 'Be brief.\nVertu stuttorð 🦊.',
    tags: ['tone'],
    isActive: true,
    stepOrder: 0,
    message: '',
    labels: {},
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}

/** The version that follows. */
export function edited(
  card: PromptCard,
  changes: Partial<PromptCard> = {},
): PromptCard {
  return {
    ...card,
    version: card.version + 1,
    content: `${card.content}\nEdit ${card.version}.`,
    updatedAt: new Date().toISOString(),
    ...changes,
  };
}
