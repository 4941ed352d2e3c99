import {
  promptCardSummarySchema,
  storageKeys,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { z } from 'zod';
import type { KeySchema } from '../table';

/** What is kept of a card or of one of its versions beside the content. */
const rowSchema = promptCardSummarySchema.extend({
  /** Tells this write's object from those of others that tried to write the same version. */
  contentId: z.uuid(),
});

/** The latest version, the labels and the present place among the cards. */
export const cardHeadSchema = rowSchema.strip();
export type CardHead = z.infer<typeof cardHeadSchema>;

/** Immutable. */
export const cardVersionSchema = rowSchema.omit({ labels: true }).strip();
export type CardVersion = z.infer<typeof cardVersionSchema>;

export const CARD_KEYS = {
  projectId: { type: String, hashKey: true },
  entry: { type: String, rangeKey: true },
} as const satisfies KeySchema;

const HEADS = 'card#';

/** Heads stand together, so that listing cards reads none of their versions. */
export function headKey(projectId: string, promptId: string) {
  return { projectId, entry: `${HEADS}${promptId}` };
}

export function versionKey(
  projectId: string,
  promptId: string,
  version: number,
) {
  const padded = String(version).padStart(8, '0');
  return { projectId, entry: `${versionsPrefix(promptId)}${padded}` };
}

export function cardsOf(projectId: string) {
  return { partition: { name: 'projectId', value: projectId } };
}

export function headsOf(projectId: string) {
  return { ...cardsOf(projectId), range: startingWith(HEADS) };
}

export function versionsOf(projectId: string, promptId: string) {
  const range = startingWith(versionsPrefix(promptId));
  return { ...cardsOf(projectId), range };
}

export function contentKey({
  projectId,
  promptId,
  version,
  contentId,
}: CardVersion): string {
  return storageKeys.cardContent(projectId, promptId, version, contentId);
}

export function toSummary({
  contentId: _,
  ...summary
}: CardHead): PromptCardSummary {
  return summary;
}

function versionsPrefix(promptId: string): string {
  return `version#${promptId}#`;
}

/** Every character of an entry sorts before the tilde. */
function startingWith(prefix: string) {
  return { name: 'entry', from: prefix, to: `${prefix}~` };
}
