import type { Complexity, ComplexityReason } from './message-analysis';

type Factor = ComplexityReason['factor'];

/** What adds to the score, by factor: the highest threshold that is reached counts. */
export const COMPLEXITY_POINTS: Readonly<
  Record<Factor, readonly (readonly [threshold: number, points: number])[]>
> = {
  WORDS: [
    [60, 1],
    [250, 2],
    [1_000, 4],
  ],
  CODE_LINES: [
    [1, 1],
    [15, 2],
    [60, 4],
  ],
  QUESTIONS: [
    [2, 1],
    [4, 2],
  ],
  LIST_ITEMS: [
    [3, 1],
    [8, 2],
  ],
  SENTENCE_LENGTH: [[30, 1]],
};

/** Scores from which a message is medium or high. */
export const MEDIUM_SCORE = 2;
export const HIGH_SCORE = 4;

export interface ComplexityRating {
  readonly complexity: Complexity;
  readonly score: number;
  readonly reasons: ComplexityReason[];
}

/** Adds up the points of what was counted; the reasons say which thresholds were reached. */
export function rateComplexity(
  counts: Readonly<Record<Factor, number>>,
): ComplexityRating {
  const reasons = Object.entries(COMPLEXITY_POINTS).flatMap(([name, steps]) => {
    const factor = name as Factor;
    const value = counts[factor];
    const reached = steps.findLast(([threshold]) => value >= threshold);
    if (reached === undefined) return [];
    const [threshold, points] = reached;
    return [{ factor, value, threshold, points }];
  });
  const score = reasons.reduce((sum, { points }) => sum + points, 0);
  return { complexity: complexityOf(score), score, reasons };
}

function complexityOf(score: number): Complexity {
  if (score >= HIGH_SCORE) return 'high';
  return score >= MEDIUM_SCORE ? 'medium' : 'low';
}
