import type { PromptCard, PromptCardInput } from '@plot-palette/domain';

/** A card as its form holds it. */
export interface CardDraft {
  title: string;
  content: string;
  /** Separated by commas. */
  tags: string;
  isActive: boolean;
  /** Why the next version is made. */
  message: string;
}

export function cardDraft(card?: PromptCard): CardDraft {
  return {
    title: card?.title ?? '',
    content: card?.content ?? '',
    tags: card?.tags.join(', ') ?? '',
    isActive: card?.isActive ?? true,
    message: '',
  };
}

export function cardInputOf(draft: CardDraft): PromptCardInput {
  return { ...draft, tags: tagsOf(draft.tags) };
}

export function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
