/** The rules of Unicode (UAX 29) with the dictionaries of ICU, so that scripts without spaces have words too. */
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of WORDS.segment(text)) if (isWordLike) words += 1;
  return words;
}

/** Sentences with at least one letter or digit. A line break within one, as in an e-mail, does not end it. */
export function sentencesOf(text: string): string[] {
  const joined = text.replace(/\n(?=\p{Ll})/gu, ' ');
  return Array.from(SENTENCES.segment(joined), ({ segment }) =>
    segment.trim(),
  ).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
