import type { PromptTexts } from '../model-request';
import type { SimSettings } from './sim-settings';

/** How a text is counted in tokens, and cut after so many. */
export interface TokenModel {
  count(text: string): number;
  /** The longest beginning of the text that has at most so many tokens. */
  cut(text: string, maxTokens: number): string;
}

/** One token a UTF-8 byte. A character is never cut in two. */
const bytes: TokenModel = {
  count: (text) => Buffer.byteLength(text),
  cut(text, maxTokens) {
    const buffer = Buffer.from(text);
    if (buffer.length <= maxTokens) return text;
    let end = maxTokens;
    while (end > 0 && ((buffer[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    return buffer.toString('utf8', 0, end);
  },
};

const CHARACTERS_PER_TOKEN = 6;
const SPACE = 0x20;

/** One token for each started six characters of a word: near what real tokenizers make of English, and cheap. */
const words: TokenModel = {
  count: (text) => scan(text, Infinity).tokens,
  cut: (text, maxTokens) => text.slice(0, scan(text, maxTokens).end),
};

function scan(
  text: string,
  maxTokens: number,
): { tokens: number; end: number } {
  let tokens = 0;
  let inWord = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) <= SPACE) {
      inWord = 0;
      continue;
    }
    if (inWord % CHARACTERS_PER_TOKEN === 0) {
      if (tokens === maxTokens) return { tokens, end: index };
      tokens += 1;
    }
    inWord += 1;
  }
  return { tokens, end: text.length };
}

const MODELS: Readonly<Record<SimSettings['tokenModel'], TokenModel>> = {
  bytes,
  words,
};

export function tokenModelOf(settings: SimSettings): TokenModel {
  return MODELS[settings.tokenModel];
}

/** The tokens of all texts of a prompt, and the overhead that the settings add. */
export function inputTokens(
  { system, turns }: PromptTexts,
  settings: SimSettings,
): number {
  const { count } = tokenModelOf(settings);
  let sum = settings.overheadTokens;
  for (const text of system) sum += count(text);
  for (const { text } of turns) sum += count(text);
  return sum;
}
