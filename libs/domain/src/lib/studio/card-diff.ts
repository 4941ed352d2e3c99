import { z } from 'zod';
import { diffHunkSchema, diffHunks } from './diff-hunks';
import { diffLines } from './line-diff';
import { promptCardSummarySchema, type PromptCard } from './prompt-card';

/** `GET …/prompts/{promptId}/diff`: what two versions are, and where their contents differ. */
export const cardDiffSchema = z.strictObject({
  from: promptCardSummarySchema,
  to: promptCardSummarySchema,
  /** None when the contents are equal. */
  hunks: z.array(diffHunkSchema),
});
export type CardDiff = z.infer<typeof cardDiffSchema>;

export function diffCards(
  { content: before, ...from }: PromptCard,
  { content: after, ...to }: PromptCard,
): CardDiff {
  return { from, to, hunks: diffHunks(diffLines(before, after)) };
}
