import { Injectable } from '@nestjs/common';
import { NotFound, type PromptCard } from '@plot-palette/domain';
import { PromptCardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';

export interface CardIds {
  readonly projectId: string;
  readonly promptId: string;
}

/** Cards are read through their project: who may read and change it may read and change them. */
@Injectable()
export class CardAccess {
  constructor(
    private readonly projects: ProjectAccess,
    private readonly cards: PromptCardStore,
  ) {}

  /**
   * The latest version.
   * @throws NotFound when project or card do not exist or are somebody else's.
   */
  async readable(
    caller: Caller,
    { projectId, promptId }: CardIds,
  ): Promise<PromptCard> {
    await this.projects.readable(caller, projectId);
    const card = await this.cards.get(projectId, promptId);
    if (card === undefined)
      throw new NotFound(`The project has no card ${promptId}.`);
    return card;
  }

  /** @throws NotFound when the card has no such version. */
  async versionOf(latest: PromptCard, version: number): Promise<PromptCard> {
    if (version === latest.version) return latest;
    const { projectId, promptId } = latest;
    const card = await this.cards.get(projectId, promptId, version);
    if (card === undefined)
      throw new NotFound(
        `The card has no version ${version}; the latest is ${latest.version}.`,
      );
    return card;
  }
}
