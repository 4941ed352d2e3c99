import { z } from 'zod';
import type { ModelTier } from '../template';

const count = z.number().int().nonnegative();

export const complexitySchema = z.enum(['low', 'medium', 'high']);
export type Complexity = z.infer<typeof complexitySchema>;

/** The tier of models that answers a message of this complexity. */
export const TIER_OF_COMPLEXITY: Readonly<Record<Complexity, ModelTier>> = {
  low: 'tier-1',
  medium: 'tier-2',
  high: 'tier-3',
};

export const complexityReasonSchema = z.strictObject({
  factor: z.enum([
    'WORDS',
    'CODE_LINES',
    'QUESTIONS',
    'LIST_ITEMS',
    'SENTENCE_LENGTH',
  ]),
  /** What was counted. */
  value: count,
  /** The threshold that it reached. */
  threshold: count,
  /** What that adds to the score. */
  points: z.number().int().positive(),
});
export type ComplexityReason = z.infer<typeof complexityReasonSchema>;

export const codeDetectionSchema = z.strictObject({
  present: z.boolean(),
  /** Between fences of three or more; in single backticks; in lines of prose that look like code. */
  kinds: z.array(z.enum(['FENCED', 'INLINE', 'PATTERN'])),
  /** Programming languages by their usual lower-case names, in the order in which they were found. */
  languages: z.array(z.string()),
  lines: count,
});
export type CodeDetection = z.infer<typeof codeDetectionSchema>;

/** What can be told about a message without a model. Words, sentences, language and questions are those of its prose: without code and addresses. */
export const messageAnalysisSchema = z.strictObject({
  /** Unicode code points of the whole message. */
  characters: count,
  words: count,
  sentences: count,
  /** ISO 639-1, or `und` where it cannot be told. */
  language: z.string(),
  code: codeDetectionSchema,
  isQuestion: z.boolean(),
  questions: count,
  complexity: complexitySchema,
  score: count,
  reasons: z.array(complexityReasonSchema),
});
export type MessageAnalysis = z.infer<typeof messageAnalysisSchema>;
