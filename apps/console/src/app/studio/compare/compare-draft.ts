import type { ComparisonInput, PromptCardSummary } from '@plot-palette/domain';
import {
  runSettingsOf,
  settingsDraft,
  type ChatSettingsDraft,
} from '../settings/chat-settings';

export interface ColumnDraft {
  chat: ChatSettingsDraft;
  /** The label whose versions of the cards are used; empty for the latest ones. */
  cards: string;
}

export interface CompareDraft {
  text: string;
  columns: ColumnDraft[];
}

export function compareDraft(): CompareDraft {
  return { text: '', columns: [newColumn(), newColumn()] };
}

export function newColumn(): ColumnDraft {
  return { chat: settingsDraft(), cards: '' };
}

/** All labels of the cards, each once. */
export function labelsOf(cards: readonly PromptCardSummary[]): string[] {
  return [
    ...new Set(cards.flatMap(({ labels }) => Object.keys(labels))),
  ].sort();
}

export function comparisonOf(
  projectId: string,
  { text, columns }: CompareDraft,
  cards: readonly PromptCardSummary[],
): ComparisonInput {
  return {
    projectId,
    text,
    columns: columns.map(({ chat, cards: label }) => ({
      ...runSettingsOf(chat),
      cardVersions: versionsAt(label, cards),
    })),
  };
}

/** A card without the label is used in its latest version. */
function versionsAt(
  label: string,
  cards: readonly PromptCardSummary[],
): Record<string, number> {
  return Object.fromEntries(
    cards.flatMap(({ promptId, labels, isActive }) => {
      const version = labels[label];
      return version === undefined || !isActive ? [] : [[promptId, version]];
    }),
  );
}
