import { hash } from 'node:crypto';

/** The first 64 bits of a SHA-256, as two unsigned 32-bit halves (what integer arithmetic takes) and as text. */
export interface PromptHash {
  readonly high: number;
  readonly low: number;
  /** 16 hexadecimal digits. */
  readonly hex: string;
}

/** Same model and same content, same hash: the identity by which duplicates and attempts are counted. */
export function hashPrompt(
  modelId: string,
  content: readonly unknown[],
): PromptHash {
  const hex = hash(
    'sha256',
    `${modelId}\n${JSON.stringify(content)}`,
    'hex',
  ).slice(0, 16);
  return {
    high: parseInt(hex.slice(0, 8), 16),
    low: parseInt(hex.slice(8), 16),
    hex,
  };
}
