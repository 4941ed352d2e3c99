import { DEFAULT_RENDER_LIMITS } from './limits';
import { toFloat, toInteger } from './numbers';
import { SyntaxFailure } from './syntax-failure';
import type { Value } from './values';

/** Reads `10`, `1_000`, `0x1f`, `0o17` and `0b11`. */
export function parseIntegerLiteral(text: string, at: number): Value {
  const { integerDigits } = DEFAULT_RENDER_LIMITS;
  if (text.length > integerDigits) {
    throw new SyntaxFailure(
      `The number is too long (limit integerDigits = ${integerDigits})`,
      at,
      { name: 'integerDigits', value: integerDigits },
    );
  }
  return toInteger(BigInt(text.replaceAll('_', '').toLowerCase()));
}

export function parseFloatLiteral(text: string): Value {
  return toFloat(Number(text.replaceAll('_', '')));
}
