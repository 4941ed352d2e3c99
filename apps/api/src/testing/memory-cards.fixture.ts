import {
  Conflict,
  InvalidInput,
  NotFound,
  type Page,
  type PageQuery,
  type PromptCard,
  type PromptCardSummary,
} from '@plot-palette/domain';
import type {
  CardHead,
  CardHeads,
  PromptCardStore,
} from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

const CONTENT_ID = '00000000-0000-4000-8000-000000000000';

function summaryOf({ content: _, ...summary }: PromptCard): PromptCardSummary {
  return summary;
}

/** Versions of each card, oldest first; the last one carries labels and place. */
type Cards = Map<string, PromptCard[]>;

export class MemoryPromptCards implements PublicOf<PromptCardStore> {
  readonly cards: Cards = new Map();
  /** What was asked to be removed, and whether that fails. */
  readonly removed: string[] = [];
  failing = false;

  async create(card: PromptCard): Promise<void> {
    this.cards.set(card.promptId, [card]);
  }

  async get(
    projectId: string,
    promptId: string,
    version?: number,
  ): Promise<PromptCard | undefined> {
    const versions = this.versionsOf(projectId, promptId);
    const latest = versions.at(-1);
    const card = versions.find((each) => each.version === version);
    if (version === undefined || latest === undefined) return latest;
    return card === undefined ? undefined : { ...card, labels: latest.labels };
  }

  async list(projectId: string): Promise<PromptCardSummary[]> {
    return [...this.cards.values()]
      .flatMap((versions) => versions.slice(-1))
      .filter((card) => card.projectId === projectId)
      .map(summaryOf)
      .sort((a, b) => a.stepOrder - b.stepOrder);
  }

  async listVersions(
    projectId: string,
    promptId: string,
    page: PageQuery,
  ): Promise<Page<PromptCardSummary>> {
    const versions = this.versionsOf(projectId, promptId);
    if (versions.length === 0) throw new NotFound('There is no such card.');
    return pageOf(versions.map(summaryOf).reverse(), page);
  }

  async version() {
    return undefined;
  }

  async content() {
    return undefined;
  }

  async update(next: PromptCard, previous: PromptCard): Promise<void> {
    const versions = this.versionsOf(next.projectId, next.promptId);
    if (versions.at(-1)?.version !== previous.version)
      throw new Conflict('Somebody saved a newer version of this card.');
    versions.push(next);
  }

  async delete(projectId: string, promptId: string): Promise<void> {
    if (this.versionsOf(projectId, promptId).length === 0)
      throw new NotFound('There is no such card.');
    this.cards.delete(promptId);
  }

  async removeRemains(projectId: string, promptId?: string): Promise<void> {
    if (this.failing) throw new Error('the bucket cannot be reached');
    this.removed.push(promptId ?? projectId);
  }

  async contentKeys(): Promise<string[]> {
    return [];
  }

  /** @throws NotFound when there is no such card. */
  change(projectId: string, promptId: string, changes: Partial<PromptCard>) {
    const versions = this.versionsOf(projectId, promptId);
    const latest = versions.pop();
    if (latest === undefined) throw new NotFound('There is no such card.');
    const changed = { ...latest, ...changes };
    versions.push(changed);
    return summaryOf(changed);
  }

  private versionsOf(projectId: string, promptId: string): PromptCard[] {
    const versions = this.cards.get(promptId);
    return versions?.[0]?.projectId === projectId ? versions : [];
  }
}

export class MemoryCardHeads implements PublicOf<CardHeads> {
  constructor(private readonly cards: MemoryPromptCards) {}

  async get(projectId: string, promptId: string) {
    const card = await this.cards.get(projectId, promptId);
    return card === undefined ? undefined : headOf(summaryOf(card));
  }

  async required(projectId: string, promptId: string): Promise<CardHead> {
    const head = await this.get(projectId, promptId);
    if (head === undefined) throw new NotFound('There is no such card.');
    return head;
  }

  async list(projectId: string): Promise<CardHead[]> {
    return (await this.cards.list(projectId)).map(headOf);
  }

  async reorder(
    projectId: string,
    promptIds: readonly string[],
  ): Promise<void> {
    const cards = await this.cards.list(projectId);
    const known = cards.map(({ promptId }) => promptId).sort();
    if (known.join() !== [...promptIds].sort().join())
      throw new InvalidInput('promptIds must name every card of the project.');
    for (const [stepOrder, promptId] of promptIds.entries())
      this.cards.change(projectId, promptId, { stepOrder });
  }

  async setLabel(
    projectId: string,
    promptId: string,
    label: string,
    version: number,
  ): Promise<PromptCardSummary> {
    const head = await this.required(projectId, promptId);
    if (version > head.version) throw new NotFound('There is no such version.');
    const labels = { ...head.labels, [label]: version };
    return this.cards.change(projectId, promptId, { labels });
  }

  async removeLabel(
    projectId: string,
    promptId: string,
    label: string,
  ): Promise<PromptCardSummary> {
    const head = await this.required(projectId, promptId);
    const { [label]: removed, ...labels } = head.labels;
    if (removed === undefined) throw new NotFound('There is no such label.');
    return this.cards.change(projectId, promptId, { labels });
  }
}

function headOf(summary: PromptCardSummary): CardHead {
  return { ...summary, contentId: CONTENT_ID };
}
