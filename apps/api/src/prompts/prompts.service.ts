import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  cutText,
  type CardDuplicate,
  type CardRollback,
  type PromptCard,
  type PromptCardDefinition,
} from '@plot-palette/domain';
import { PromptCardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { CardRemains } from '../projects/card-remains';
import { ProjectAccess } from '../projects/project-access';
import { assertExpectedVersion } from '../versions/expected-version';
import { CardAccess, type CardIds } from './card-access';

const MAX_TITLE_LENGTH = 200;

/** What changes cards and makes versions of them. */
@Injectable()
export class PromptsService {
  constructor(
    private readonly cards: PromptCardStore,
    private readonly projects: ProjectAccess,
    private readonly access: CardAccess,
    private readonly remains: CardRemains,
  ) {}

  async create(
    caller: Caller,
    projectId: string,
    { stepOrder, ...definition }: PromptCardDefinition,
  ): Promise<PromptCard> {
    await this.projects.readable(caller, projectId);
    const createdAt = new Date().toISOString();
    const card: PromptCard = {
      ...definition,
      projectId,
      promptId: randomUUID(),
      version: 1,
      stepOrder: stepOrder ?? (await this.endOf(projectId)),
      labels: {},
      createdAt,
      updatedAt: createdAt,
    };
    await this.cards.create(card);
    return card;
  }

  /** Versions are immutable: a change is the next one, and saving the same again is none. */
  async replace(
    caller: Caller,
    ids: CardIds,
    definition: PromptCardDefinition,
    expectedVersion: number | undefined,
  ): Promise<PromptCard> {
    const latest = await this.access.readable(caller, ids);
    assertExpectedVersion('card', latest, expectedVersion);
    const { stepOrder = latest.stepOrder, ...rest } = definition;
    return this.save(latest, { ...rest, stepOrder });
  }

  /**
   * What the author wrote in an old version becomes the latest. Whether the card is active, and its place, are not rolled
   * back: they say how the project uses it now.
   */
  async rollBack(
    caller: Caller,
    ids: CardIds,
    { version, message = `Back to version ${version}.` }: CardRollback,
    expectedVersion: number | undefined,
  ): Promise<PromptCard> {
    const latest = await this.access.readable(caller, ids);
    assertExpectedVersion('card', latest, expectedVersion);
    const { title, content, tags } = await this.access.versionOf(
      latest,
      version,
    );
    return this.save(latest, { title, content, tags, message });
  }

  /** A card of its own, at the end of the same project, with the latest version as its first. */
  async duplicate(
    caller: Caller,
    ids: CardIds,
    { title }: CardDuplicate,
  ): Promise<PromptCard> {
    const { projectId, ...original } = await this.access.readable(caller, ids);
    return this.create(caller, projectId, {
      title: title ?? copyTitle(original.title),
      content: original.content,
      tags: original.tags,
      isActive: original.isActive,
      message: `Copy of version ${original.version} of "${original.title}".`,
    });
  }

  async delete(
    caller: Caller,
    { projectId, promptId }: CardIds,
  ): Promise<void> {
    await this.projects.readable(caller, projectId);
    await this.cards.delete(projectId, promptId);
    await this.remains.remove(projectId, promptId);
  }

  private async save(
    latest: PromptCard,
    changes: Partial<PromptCard>,
  ): Promise<PromptCard> {
    const { message } = latest;
    if (isDeepStrictEqual({ ...latest, ...changes, message }, latest))
      return latest;
    const next: PromptCard = {
      ...latest,
      ...changes,
      version: latest.version + 1,
      updatedAt: new Date().toISOString(),
    };
    await this.cards.update(next, latest);
    return next;
  }

  private async endOf(projectId: string): Promise<number> {
    const cards = await this.cards.list(projectId);
    return (cards.at(-1)?.stepOrder ?? -1) + 1;
  }
}

function copyTitle(title: string): string {
  const mark = ' (copy)';
  return `${cutText(title, MAX_TITLE_LENGTH - mark.length)}${mark}`;
}
