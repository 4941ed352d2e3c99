import { InvalidInput, type PromptCard } from '@plot-palette/domain';
import type { CardReader } from '@plot-palette/stores';
import type { MemoryPromptCards } from './memory-cards.fixture';
import type { PublicOf } from './memory-pages.fixture';

export class MemoryCardReader implements PublicOf<CardReader> {
  constructor(private readonly cards: MemoryPromptCards) {}

  async systemPromptCards(
    projectId: string,
    cardVersions: Readonly<Record<string, number>>,
  ): Promise<readonly PromptCard[]> {
    const summaries = await this.cards.list(projectId);
    const known = new Set(summaries.map(({ promptId }) => promptId));
    const unknown = Object.keys(cardVersions).find((id) => !known.has(id));
    if (unknown !== undefined)
      throw new InvalidInput(
        `cardVersions: the project has no card ${unknown}.`,
      );
    const cards = await Promise.all(
      summaries
        .filter(({ isActive }) => isActive)
        .map(({ promptId }) =>
          this.cards.get(projectId, promptId, cardVersions[promptId]),
        ),
    );
    return cards.filter((card) => card !== undefined);
  }
}
