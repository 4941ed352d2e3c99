import { Injectable } from '@nestjs/common';
import {
  Conflict,
  cutText,
  InvalidInput,
  MAX_PROMPT_CHARACTERS,
  templateDefinitionSchema,
  type CardsTemplateRequest,
  type Project,
  type PromptCard,
  type Template,
} from '@plot-palette/domain';
import { joinCards, modelChoice } from '@plot-palette/inference';
import { CardReader } from '@plot-palette/stores';
import { literalSource } from '@plot-palette/templating';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';
import { TemplatesService } from '../templates/templates.service';

const MAX_DESCRIPTION_CHARACTERS = 2_000;

/** Makes a project's cards a template: what was tried in a chat is then asked of every row of a seed file. */
@Injectable()
export class CardsToTemplate {
  constructor(
    private readonly projects: ProjectAccess,
    private readonly cards: CardReader,
    private readonly templates: TemplatesService,
  ) {}

  /** @throws NotFound when the project is not the caller's, Conflict when no card is active, InvalidInput when they are too long. */
  async create(
    caller: Caller,
    projectId: string,
    { name }: CardsTemplateRequest,
  ): Promise<Template> {
    const project = await this.projects.readable(caller, projectId);
    const cards = await this.cards.systemPromptCards(projectId, {});
    const { model, parameters } = project.settings;
    const definition = templateDefinitionSchema.parse({
      name: name ?? project.name,
      description: descriptionOf(project, cards),
      steps: [
        {
          id: 'answer',
          ...modelChoice(model),
          ...parameters,
          system: systemOf(cards),
          // What the rows of a session's seed data have.
          prompt: '{{ question }}',
        },
      ],
    });
    return this.templates.create(caller, definition);
  }
}

/** Cards are no templates: their text is kept as it is, the signs of the template language included. */
function systemOf(cards: readonly PromptCard[]): string {
  const system = literalSource(joinCards(cards.map(({ content }) => content)));
  if (system === '')
    throw new Conflict(
      'The project has no active card with a text. Activate one, or write one.',
    );
  if (system.length > MAX_PROMPT_CHARACTERS)
    throw new InvalidInput(
      `The active cards have ${system.length} characters together, and a step's system prompt takes ${MAX_PROMPT_CHARACTERS}. Deactivate or shorten some.`,
    );
  return system;
}

function descriptionOf(
  { name }: Project,
  cards: readonly PromptCard[],
): string {
  const sources = cards.map(
    ({ title, version }) => `${title} (version ${version})`,
  );
  return cutText(
    `From the prompt cards of the project ${name}: ${sources.join(', ')}.`,
    MAX_DESCRIPTION_CHARACTERS,
  );
}
