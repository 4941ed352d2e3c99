import { Injectable } from '@nestjs/common';
import {
  diffCards,
  LATEST_LABEL,
  NotFound,
  type CardDiff,
  type Page,
  type PageQuery,
  type PromptCard,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { PromptCardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';
import { CardAccess, type CardIds } from './card-access';

/** What is asked about the versions of a card. */
@Injectable()
export class CardHistory {
  constructor(
    private readonly cards: PromptCardStore,
    private readonly projects: ProjectAccess,
    private readonly access: CardAccess,
  ) {}

  /** The latest version unless one is named, by its number or a label. */
  async get(
    caller: Caller,
    ids: CardIds,
    {
      version,
      label = LATEST_LABEL,
    }: { version?: number | undefined; label?: string | undefined },
  ): Promise<PromptCard> {
    const latest = await this.access.readable(caller, ids);
    if (version !== undefined) return this.access.versionOf(latest, version);
    if (label === LATEST_LABEL) return latest;
    const labelled = latest.labels[label];
    if (labelled === undefined)
      throw new NotFound(`The card has no label ${label}.`);
    return this.access.versionOf(latest, labelled);
  }

  async list(
    caller: Caller,
    { projectId, promptId }: CardIds,
    page: PageQuery,
  ): Promise<Page<PromptCardSummary>> {
    await this.projects.readable(caller, projectId);
    return this.cards.listVersions(projectId, promptId, page);
  }

  async diff(
    caller: Caller,
    ids: CardIds,
    { from, to }: { from: number; to: number },
  ): Promise<CardDiff> {
    const latest = await this.access.readable(caller, ids);
    return diffCards(
      await this.access.versionOf(latest, from),
      await this.access.versionOf(latest, to),
    );
  }
}
