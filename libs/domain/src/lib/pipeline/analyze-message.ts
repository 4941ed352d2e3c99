import { detectCode } from './detect-code';
import { findQuestions } from './find-questions';
import { identifyLanguage } from './identify-language';
import type { MessageAnalysis } from './message-analysis';
import { messageParts } from './message-parts';
import { rateComplexity } from './rate-complexity';
import { countWords, sentencesOf } from './split-text';

const LIST_ITEM = /^\s*(?:[-*•]|\d{1,3}[.)])\s+\S/u;

/** Pure: the same message always has the same analysis. Takes any text, the empty one included. */
export function analyzeMessage(message: string): MessageAnalysis {
  const parts = messageParts(message);
  const { prose } = parts;
  const words = countWords(prose);
  const sentences = sentencesOf(prose);
  const language = identifyLanguage(prose);
  const code = detectCode(parts);
  const questions = findQuestions(sentences, language).length;
  const items = prose.split('\n').filter((line) => LIST_ITEM.test(line)).length;
  return {
    characters: codePoints(message),
    words,
    sentences: sentences.length,
    language,
    code,
    isQuestion: questions > 0,
    questions,
    ...rateComplexity({
      WORDS: words,
      CODE_LINES: code.lines,
      QUESTIONS: questions,
      LIST_ITEMS: items,
      SENTENCE_LENGTH: Math.round(words / Math.max(1, sentences.length)),
    }),
  };
}

function codePoints(text: string): number {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}
