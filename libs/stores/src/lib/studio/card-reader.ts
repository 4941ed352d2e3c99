import {
  InvalidInput,
  type Issue,
  type PromptCard,
} from '@plot-palette/domain';
import type { CardHeads } from './card-heads';
import {
  contentKey,
  toSummary,
  type CardHead,
  type CardVersion,
} from './card-rows';
import type { PromptCardStore } from './prompt-card-store';
import { TextCache } from './text-cache';

/** What the contents that are kept in memory may take, in UTF-16 units of two bytes. */
const CACHED_CHARACTERS = 8 * 1024 * 1024;

/**
 * The cards of a system prompt, for a process that assembles many. Contents never change and stay in memory; which cards
 * there are is read anew each time, strongly consistent. So the answer is never stale, and nothing of a deleted card is
 * served.
 */
export class CardReader {
  private readonly contents: TextCache;

  constructor(
    private readonly heads: Pick<CardHeads, 'list'>,
    private readonly cards: Pick<PromptCardStore, 'version' | 'content'>,
    cachedCharacters: number = CACHED_CHARACTERS,
  ) {
    this.contents = new TextCache(cachedCharacters);
  }

  /**
   * The active cards of a project in their order, each in its latest version unless `cardVersions` names one by promptId.
   * Whether a card is active, and its place, are always the present ones.
   * @throws InvalidInput when `cardVersions` names a card or version that the project does not have.
   */
  async systemPromptCards(
    projectId: string,
    cardVersions: Readonly<Record<string, number>>,
  ): Promise<readonly PromptCard[]> {
    const heads = await this.heads.list(projectId);
    const issues = unknownCards(heads, cardVersions);
    const chosen = await Promise.all(
      heads.map(async (head) => {
        const row = await this.chosenVersion(head, cardVersions);
        if (row === undefined) issues.push(noVersion(head, cardVersions));
        return { head, row };
      }),
    );
    if (issues.length > 0)
      throw new InvalidInput(
        `cardVersions: ${issues.map(({ message }) => message).join('; ')}.`,
        { issues },
      );
    const cards = await Promise.all(
      chosen.map(({ head, row }) =>
        head.isActive && row !== undefined ? this.card(head, row) : undefined,
      ),
    );
    return cards.filter((card) => card !== undefined);
  }

  private async chosenVersion(
    head: CardHead,
    cardVersions: Readonly<Record<string, number>>,
  ): Promise<CardVersion | undefined> {
    const { projectId, promptId } = head;
    const version = cardVersions[promptId];
    return version === undefined || version === head.version
      ? head
      : this.cards.version(projectId, promptId, version);
  }

  /** Undefined when the card was deleted in between. */
  private async card(
    { isActive, stepOrder, labels }: CardHead,
    row: CardVersion,
  ): Promise<PromptCard | undefined> {
    const content = await this.content(row);
    return content === undefined
      ? undefined
      : { ...toSummary({ ...row, isActive, stepOrder, labels }), content };
  }

  private async content(row: CardVersion): Promise<string | undefined> {
    const key = contentKey(row);
    const cached = this.contents.get(key);
    if (cached !== undefined) return cached;
    const content = await this.cards.content(row);
    if (content !== undefined) this.contents.put(key, content);
    return content;
  }
}

function unknownCards(
  heads: readonly CardHead[],
  cardVersions: Readonly<Record<string, number>>,
): Issue[] {
  const known = new Set(heads.map(({ promptId }) => promptId));
  return Object.keys(cardVersions)
    .filter((promptId) => !known.has(promptId))
    .map((promptId) => ({
      where: `cardVersions.${promptId}`,
      message: `the project has no card ${promptId}`,
    }));
}

function noVersion(
  { promptId, title, version }: CardHead,
  cardVersions: Readonly<Record<string, number>>,
): Issue {
  return {
    where: `cardVersions.${promptId}`,
    message: `"${title}" has no version ${cardVersions[promptId]}; the latest is ${version}`,
  };
}
