/** A question mark of any script, with whatever closes a sentence behind it. */
const MARK = /[?？؟⸮\u037e][?!？！"'”’»)\]\s]*$/u;

/** How questions without a mark look: what they begin or end with. */
const UNMARKED: Readonly<Record<string, RegExp>> = {
  en: /^(?:how (?:do|does|to|can|could|should|would|is|are|much|many)|what(?:'s|’s)? (?:is|are|was|were|do|does|did|would|should|happens|about)|why (?:is|are|do|does|did|would|not)|where (?:is|are|can|do|does)|who (?:is|are|was)|which (?:is|are|one|of)|(?:can|could|would|will) you|(?:can|may|should|do|did) (?:i|we)|is there|are there|is it|do you)\b/i,
  de: /^(?:wie|was|warum|wieso|wo|wer|wann) (?:ist|sind|kann|können|soll|war|wird|macht|mache|geht|viel|viele)\b/i,
  fr: /^(?:est-ce que|qu['’]est-ce|comment (?:faire|puis|peut)|pourquoi (?:est|les|la|le)|combien de)/i,
  es: /^(?:cómo|qué|por qué|dónde|cuál|cuánto) /i,
  ja: /か[。．」]*$/u,
  zh: /[吗呢][。」]*$/u,
  ko: /(?:까|나요|가요)[.。]*$/u,
  el: /;\s*$/,
};

/** Those sentences that ask, by their mark or, in the languages listed, by their form. */
export function findQuestions(
  sentences: readonly string[],
  language: string,
): string[] {
  const unmarked = Object.hasOwn(UNMARKED, language)
    ? UNMARKED[language]
    : undefined;
  return sentences.filter(
    (sentence) =>
      MARK.test(sentence.slice(-MAX_END)) ||
      (unmarked !== undefined && unmarked.test(withoutBullet(sentence))),
  );
}

/** Longer than any run of marks and brackets that closes a sentence. */
const MAX_END = 20;

function withoutBullet(sentence: string): string {
  return sentence.replace(/^(?:[-*•]|\d{1,3}[.)])\s+/u, '');
}
