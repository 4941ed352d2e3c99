import { FREQUENT_WORDS, OWN_LETTERS, SCRIPTS } from './language-profiles';

export const UNDETERMINED = 'und';

/** The beginning decides: a message is rarely in one language there and in another later. */
const MAX_CHARACTERS = 4_000;
/** Share of the letters that one script must have. */
const MIN_SCRIPT_SHARE = 0.6;
const MIN_WEIGHT = 3;
/** In a text this short one word that no other language has is enough. */
const FEW_WORDS = 3;
const FEW_WORDS_WEIGHT = 2;
/** How much more than the next language's the weight must be. */
const MIN_LEAD = 1.5;

/**
 * The language of prose: by script where that tells, else by frequent words and letters. `und` where no script prevails,
 * where two languages are close, or where there is too little to go by.
 */
export function identifyLanguage(prose: string): string {
  const text = prose.slice(0, MAX_CHARACTERS).normalize('NFC').toLowerCase();
  const letters = matches(text, /\p{L}/gu);
  if (letters === 0) return UNDETERMINED;
  if (matches(text, /\p{Script=Latin}/gu) / letters >= MIN_SCRIPT_SHARE)
    return latinLanguage(text);
  const found = SCRIPTS.find(
    ({ script, letters: own }) =>
      matches(text, script) / letters >= MIN_SCRIPT_SHARE &&
      (own === undefined || own.test(text)),
  );
  return found?.language ?? UNDETERMINED;
}

function latinLanguage(text: string): string {
  const words = text.match(/\p{L}+/gu) ?? [];
  const weights = Object.keys(FREQUENT_WORDS)
    .map((language) => ({ language, weight: weightOf(language, words, text) }))
    .sort((a, b) => b.weight - a.weight);
  const [best, next] = weights;
  if (best === undefined || next === undefined) return UNDETERMINED;
  const needed = words.length <= FEW_WORDS ? FEW_WORDS_WEIGHT : MIN_WEIGHT;
  return best.weight >= needed && best.weight > MIN_LEAD * next.weight
    ? best.language
    : UNDETERMINED;
}

function weightOf(
  language: string,
  words: readonly string[],
  text: string,
): number {
  const weight = words.reduce(
    (sum, word) => sum + weightOfWord(language, word),
    0,
  );
  // Letters alone prove nothing: languages that are not among these have them too.
  if (weight === 0) return 0;
  const letters = Array.from(OWN_LETTERS[language] ?? '');
  return weight + 2 * letters.filter((letter) => text.includes(letter)).length;
}

function weightOfWord(language: string, word: string): number {
  if (FREQUENT_WORDS[language]?.has(word) !== true) return 0;
  const sharing = Object.values(FREQUENT_WORDS).filter((words) =>
    words.has(word),
  );
  return sharing.length === 1 && word.length > 1 ? 2 : 1;
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
