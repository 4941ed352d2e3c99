import { Injectable, inject } from '@angular/core';
import {
  cardDiffSchema,
  promptCardPageSchema,
  promptCardSchema,
  promptCardSummarySchema,
  type CardDiff,
  type Page,
  type PromptCard,
  type PromptCardInput,
  type PromptCardSummary,
} from '@plot-palette/domain';
import type { PageRequest } from '../../api/api-client';
import { ApiTransport, ifMatch } from '../../api/api-transport';

/** The prompt cards of the API. */
@Injectable({ providedIn: 'root' })
export class CardsApi {
  readonly #transport = inject(ApiTransport);

  /** In the order of the system prompt, without their contents. */
  async cards(projectId: string): Promise<PromptCardSummary[]> {
    const path = pathOf(projectId);
    const { items } = await this.#transport.get(path, promptCardPageSchema);
    return items;
  }

  card(
    projectId: string,
    promptId: string,
    version?: number,
  ): Promise<PromptCard> {
    const path = pathOf(projectId, promptId);
    return this.#transport.get(path, promptCardSchema, { version });
  }

  createCard(projectId: string, input: PromptCardInput): Promise<PromptCard> {
    return this.#transport.call('POST', pathOf(projectId), promptCardSchema, {
      body: input,
    });
  }

  /** Refused when `version` is no longer the latest one. */
  updateCard(
    { projectId, promptId, version }: PromptCardSummary,
    input: PromptCardInput,
  ): Promise<PromptCard> {
    const path = pathOf(projectId, promptId);
    return this.#transport.call('PUT', path, promptCardSchema, {
      body: input,
      headers: ifMatch(version),
    });
  }

  deleteCard({ projectId, promptId }: PromptCardSummary): Promise<void> {
    return this.#transport.send('DELETE', pathOf(projectId, promptId));
  }

  duplicateCard({
    projectId,
    promptId,
  }: PromptCardSummary): Promise<PromptCard> {
    const path = `${pathOf(projectId, promptId)}/duplicate`;
    return this.#transport.call('POST', path, promptCardSchema, { body: {} });
  }

  async reorderCards(
    projectId: string,
    promptIds: readonly string[],
  ): Promise<PromptCardSummary[]> {
    const path = `${pathOf(projectId)}/order`;
    const { items } = await this.#transport.call(
      'PUT',
      path,
      promptCardPageSchema,
      { body: { promptIds } },
    );
    return items;
  }

  /** Newest first. */
  cardVersions(
    projectId: string,
    promptId: string,
    page: PageRequest,
  ): Promise<Page<PromptCardSummary>> {
    const path = `${pathOf(projectId, promptId)}/versions`;
    return this.#transport.get(path, promptCardPageSchema, { ...page });
  }

  cardDiff(
    projectId: string,
    promptId: string,
    versions: { readonly from: number; readonly to: number },
  ): Promise<CardDiff> {
    const path = `${pathOf(projectId, promptId)}/diff`;
    return this.#transport.get(path, cardDiffSchema, { ...versions });
  }

  /** What `to` says becomes the next version. Refused when the card's version is no longer the latest one. */
  rollBackCard(
    { projectId, promptId, version }: PromptCardSummary,
    to: number,
  ): Promise<PromptCard> {
    const path = `${pathOf(projectId, promptId)}/rollback`;
    return this.#transport.call('POST', path, promptCardSchema, {
      body: { version: to },
      headers: ifMatch(version),
    });
  }

  labelCard(
    { projectId, promptId }: PromptCardSummary,
    label: string,
    version: number,
  ): Promise<PromptCardSummary> {
    const path = `${pathOf(projectId, promptId)}/labels/${label}`;
    return this.#transport.call('PUT', path, promptCardSummarySchema, {
      body: { version },
    });
  }

  unlabelCard(
    { projectId, promptId }: PromptCardSummary,
    label: string,
  ): Promise<PromptCardSummary> {
    const path = `${pathOf(projectId, promptId)}/labels/${label}`;
    return this.#transport.call('DELETE', path, promptCardSummarySchema);
  }
}

function pathOf(projectId: string, promptId?: string): string {
  const path = `/api/projects/${projectId}/prompts`;
  return promptId === undefined ? path : `${path}/${promptId}`;
}
