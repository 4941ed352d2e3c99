import {
  expectInteger,
  native,
  textOf,
  type NativeFunction,
} from './native-function';
import type { Runtime } from './runtime';
import { characterCount, firstCharacters } from './text';
import { splitAtLast } from './text-search';
import type { Value } from './values';

/** English text has about four characters to a token; a tokenizer per model would differ per model. */
const CHARACTERS_PER_TOKEN = 4;
const SHORTEST_KEYWORD = 4;
/** Styles in the order in which they are listed, with the words that show them. */
const STYLES: readonly (readonly [style: string, words: readonly string[]])[] =
  [
    [
      'poetic',
      [
        'poet',
        'poetry',
        'poetic',
        'poem',
        'poems',
        'verse',
        'verses',
        'lyric',
        'lyrical',
      ],
    ],
    [
      'descriptive',
      [
        'descriptive',
        'vivid',
        'vividly',
        'detailed',
        'imagery',
        'sensory',
        'lush',
      ],
    ],
    [
      'minimalist',
      [
        'minimal',
        'minimalist',
        'brief',
        'concise',
        'sparse',
        'terse',
        'succinct',
      ],
    ],
    [
      'humorous',
      [
        'humor',
        'humorous',
        'humour',
        'funny',
        'witty',
        'comic',
        'comedy',
        'satire',
        'satirical',
      ],
    ],
    [
      'dramatic',
      ['drama', 'dramatic', 'dramatist', 'tragic', 'tragedy', 'intense'],
    ],
    [
      'academic',
      [
        'academic',
        'scholar',
        'scholarly',
        'professor',
        'research',
        'researcher',
        'formal',
      ],
    ],
    [
      'conversational',
      ['conversational', 'casual', 'informal', 'friendly', 'chatty'],
    ],
    [
      'philosophical',
      [
        'philosopher',
        'philosophical',
        'philosophy',
        'reflective',
        'contemplative',
      ],
    ],
    ['romantic', ['romance', 'romantic', 'passionate', 'love']],
    [
      'journalistic',
      ['journalist', 'journalism', 'journalistic', 'reporter', 'reportage'],
    ],
  ];
const UNREMARKABLE_STYLE = 'general';
const STOP_WORDS = new Set(
  `about above after again against also although always among another around because been before being below
  between both cannot could does doing down during each either else even ever every from further have having here hers
  herself himself however into itself just like made make many might more most much must myself neither never
  only other others ought ours ourselves over quite rather really same shall should since some still such than
  that their theirs them themselves then there therefore these they this those though through thus together
  under until upon very were what when where whether which while whom whose will with within without would your
  yours yourself yourselves`.split(/\s+/),
);

/** A sentence ends at `.`, `!` or `?` (and closing quotes) before whitespace or the end. */
function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const end of text.matchAll(/[.!?]["'”’)\]]?(?=\s|$)/g)) {
    const stop = end.index + end[0].length;
    sentences.push(text.slice(start, stop).trim());
    start = stop;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== '');
}

function randomSentence(runtime: Runtime, self: Value): Value {
  const sentences = splitSentences(textOf(runtime, self));
  return sentences[Math.floor(runtime.random() * sentences.length)] ?? '';
}

function writingStyle(runtime: Runtime, self: Value): Value {
  const words = new Set(wordsOf(textOf(runtime, self)));
  const styles = STYLES.filter(([, shownBy]) =>
    shownBy.some((word) => words.has(word)),
  );
  return styles.map(([style]) => style).join(', ') || UNREMARKABLE_STYLE;
}

/** Cuts at the last whole word that fits, and says so with an ellipsis. */
function truncateTokens(runtime: Runtime, self: Value, limit: Value): Value {
  const text = textOf(runtime, self);
  const most =
    expectInteger(runtime, limit, 'The number of tokens') *
    CHARACTERS_PER_TOKEN;
  if (most < 0)
    throw runtime.failure('The number of tokens must not be negative');
  if (characterCount(text) <= most) return text;
  return `${splitAtLast(firstCharacters(text, most), ' ', 1)[0] ?? ''}...`;
}

/** The most frequent words, ties in their order of appearance. */
function extractKeywords(runtime: Runtime, self: Value, limit: Value): Value {
  const count = expectInteger(runtime, limit, 'The number of keywords');
  const words = wordsOf(textOf(runtime, self));
  runtime.charge(words.length);
  const occurrences = new Map<string, number>();
  for (const word of words) {
    if (characterCount(word) < SHORTEST_KEYWORD || STOP_WORDS.has(word))
      continue;
    occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  }
  return Array.from(occurrences)
    .sort(([, left], [, right]) => right - left)
    .slice(0, Math.max(0, count))
    .map(([word]) => word);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
}

/** The product's own filters for prompts. Those that draw take their randomness from the caller. */
export const PROMPT_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  ['random_sentence', native([], randomSentence)],
  ['writing_style', native([], writingStyle)],
  [
    'truncate_tokens',
    native(['max_tokens'], (runtime, self, limit = null) =>
      truncateTokens(runtime, self, limit),
    ),
  ],
  [
    'extract_keywords',
    native([['count', 5]], (runtime, self, limit = null) =>
      extractKeywords(runtime, self, limit),
    ),
  ],
]);
