import type { Numeric } from './numbers';
import type { Runtime } from './runtime';

export type NumberStyle =
  'd' | 'f' | 'F' | 'e' | 'E' | 'g' | 'G' | 'x' | 'X' | 'o' | 'b';

export interface NumberFormat {
  readonly style: NumberStyle;
  readonly precision: number | undefined;
  /** `#`: with the prefix of the number's base. */
  readonly alternate?: boolean;
}

/** The largest precision that JavaScript formats; more digits of a double mean nothing. */
const MOST_DIGITS = 100;
const DEFAULT_PRECISION = 6;
const BASES: ReadonlyMap<string, readonly [radix: number, prefix: string]> =
  new Map([
    ['x', [16, '0x']],
    ['o', [8, '0o']],
    ['b', [2, '0b']],
  ]);

/** A number in C's and Python's styles; the sign apart, because zeros are padded between. */
export function formatNumber(
  runtime: Runtime,
  value: Numeric,
  { style, precision, alternate = false }: NumberFormat,
): { sign: '' | '-'; digits: string } {
  const isNegative = value < 0 || Object.is(value, -0);
  const lowerStyle = style.toLowerCase();
  const base = BASES.get(lowerStyle);
  let digits: string;
  if (style === 'd' || base !== undefined) {
    if (
      typeof value === 'number' &&
      (!Number.isFinite(value) || base !== undefined)
    ) {
      throw runtime.failure(`The format '${style}' needs an int`);
    }
    const integer =
      typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
    const magnitude = integer < 0n ? -integer : integer;
    digits =
      (alternate ? (base?.[1] ?? '') : '') +
      magnitude.toString(base?.[0] ?? 10);
    if (integer === 0n) return { sign: '', digits };
  } else {
    const places = precision ?? DEFAULT_PRECISION;
    if (places > MOST_DIGITS)
      throw runtime.failure(
        `A precision above ${MOST_DIGITS} is not supported`,
      );
    digits = formatDouble(Math.abs(Number(value)), lowerStyle, places);
  }
  return {
    sign: isNegative ? '-' : '',
    digits: style === lowerStyle ? digits : digits.toUpperCase(),
  };
}

function formatDouble(value: number, style: string, places: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  if (style === 'f') return toFixed(value, places);
  if (style === 'e') return withTwoDigitExponent(value.toExponential(places));
  const significant = Math.max(1, places);
  const exponent = Number(
    value.toExponential(significant - 1).split('e')[1] ?? 0,
  );
  if (exponent < -4 || exponent >= significant) {
    const [mantissa = '', power = ''] = value
      .toExponential(significant - 1)
      .split('e');
    return withTwoDigitExponent(`${withoutTrailingZeros(mantissa)}e${power}`);
  }
  return withoutTrailingZeros(toFixed(value, significant - 1 - exponent));
}

/** `Number.toFixed` gives up at 1e21, where doubles are integers anyway. */
function toFixed(value: number, places: number): string {
  if (value < 1e21) return value.toFixed(places);
  return places === 0
    ? BigInt(value).toString()
    : `${BigInt(value)}.${'0'.repeat(places)}`;
}

function withoutTrailingZeros(digits: string): string {
  if (!digits.includes('.')) return digits;
  let end = digits.length;
  while (digits.charAt(end - 1) === '0') end -= 1;
  return digits.slice(0, digits.charAt(end - 1) === '.' ? end - 1 : end);
}

function withTwoDigitExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
