import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  LATEST_LABEL,
  type Page,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { CardHeads, PromptCardStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';
import type { CardIds } from './card-access';

/** Order and labels of a project's cards: what changes without a new version. */
@Injectable()
export class CardShelf {
  constructor(
    private readonly cards: PromptCardStore,
    private readonly heads: CardHeads,
    private readonly projects: ProjectAccess,
  ) {}

  /** All in one page: a project has a hundred at most. */
  async list(
    caller: Caller,
    projectId: string,
  ): Promise<Page<PromptCardSummary>> {
    await this.projects.readable(caller, projectId);
    return { items: await this.cards.list(projectId) };
  }

  async reorder(
    caller: Caller,
    projectId: string,
    promptIds: readonly string[],
  ): Promise<Page<PromptCardSummary>> {
    await this.projects.readable(caller, projectId);
    await this.heads.reorder(projectId, promptIds);
    return { items: await this.cards.list(projectId) };
  }

  async setLabel(
    caller: Caller,
    { projectId, promptId, label }: CardIds & { label: string },
    version: number,
  ): Promise<PromptCardSummary> {
    await this.projects.readable(caller, projectId);
    assertMovable(label);
    return this.heads.setLabel(projectId, promptId, label, version);
  }

  async removeLabel(
    caller: Caller,
    { projectId, promptId, label }: CardIds & { label: string },
  ): Promise<PromptCardSummary> {
    await this.projects.readable(caller, projectId);
    assertMovable(label);
    return this.heads.removeLabel(projectId, promptId, label);
  }
}

function assertMovable(label: string): void {
  if (label === LATEST_LABEL)
    throw new InvalidInput(
      `The label ${LATEST_LABEL} always names the newest version. Take another name.`,
      { issues: [{ where: 'label', message: 'cannot be moved' }] },
    );
}
