import type { StopReason } from '../model-backend';
import { filling } from './answer-text';
import type { SimSettings } from './sim-settings';
import { type TokenModel, tokenModelOf } from './token-model';

/** A text brought to its length, and why it ends there. */
export interface SizedText {
  readonly text: string;
  readonly stopReason: StopReason;
  /** Where the text alone does not tell: JSON cannot be filled up with words. */
  readonly countedTokens?: number;
}

/** As long as it is, unless the limit comes first. */
export function naturalLength(
  text: string,
  limit: number,
  tokens: TokenModel,
): SizedText {
  if (tokens.count(text) <= limit) return { text, stopReason: 'end_turn' };
  return { text: tokens.cut(text, limit), stopReason: 'max_tokens' };
}

/** Half of it, as if the limit had come early. */
export function halfLength(
  text: string,
  limit: number,
  tokens: TokenModel,
): SizedText {
  const half = Math.ceil(tokens.count(text) / 2);
  return {
    text: tokens.cut(text, Math.min(limit, half)),
    stopReason: 'max_tokens',
  };
}

/** Exactly `limit` tokens of prose. */
export function fullProse(
  text: string,
  limit: number,
  settings: SimSettings,
): SizedText {
  const tokens = tokenModelOf(settings);
  const start = tokens.cut(text, limit);
  const missing = limit - tokens.count(start);
  const rest =
    settings.tokenModel === 'bytes'
      ? filling(missing)
      : ' fill'.repeat(missing);
  return { text: start + rest, stopReason: 'end_turn' };
}

/** Exactly `limit` tokens of JSON that stays valid: blanks at its end, which only the byte model sees. */
export function fullJson(
  text: string,
  limit: number,
  settings: SimSettings,
): SizedText {
  const natural = naturalLength(text, limit, tokenModelOf(settings));
  if (natural.stopReason === 'max_tokens') return natural;
  if (settings.tokenModel === 'words')
    return { ...natural, countedTokens: limit };
  return {
    ...natural,
    text: text + ' '.repeat(limit - Buffer.byteLength(text)),
  };
}
