import { expectInteger, native, type NativeFunction } from './native-function';
import { isFloat, toFloat, toInteger, toNumeric } from './numbers';
import { roundHalfEven } from './rounding';
import type { Runtime } from './runtime';
import { Undefined, type Value } from './values';

const FLOAT_TEXT =
  /^[+-]?(?:\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const PREFIXES: ReadonlyMap<number, RegExp> = new Map([
  [2, /^0b_?/i],
  [8, /^0o_?/i],
  [16, /^0x_?/i],
]);

/** Reads a text as Python's `float()` does; `undefined` if it is no number. */
export function parseDouble(text: string): number | undefined {
  const trimmed = text.trim();
  if (!FLOAT_TEXT.test(trimmed)) return undefined;
  const lower = trimmed.toLowerCase().replaceAll('_', '');
  const magnitude = lower.replace(/^[+-]/, '');
  const sign = lower.startsWith('-') ? -1 : 1;
  if (magnitude.startsWith('inf')) return sign * Number.POSITIVE_INFINITY;
  return magnitude === 'nan' ? Number.NaN : sign * Number(magnitude);
}

/** Reads a text as Python's `int(text, base)` does; `undefined` if it is no int. */
function parseInteger(
  runtime: Runtime,
  text: string,
  base: number,
): bigint | undefined {
  const trimmed = text.trim().toLowerCase();
  const isNegative = trimmed.startsWith('-');
  const digits = trimmed
    .replace(/^[+-]/, '')
    .replace(PREFIXES.get(base) ?? /^(?!)/, '');
  if (digits === '' || !/^[\da-z]+(?:_[\da-z]+)*$/.test(digits))
    return undefined;
  if (digits.length > runtime.limits.integerDigits)
    throw runtime.exceeded('integerDigits', 'The number is too long');
  let value = 0n;
  for (const digit of digits.replaceAll('_', '')) {
    const digitValue = DIGITS.indexOf(digit);
    if (digitValue >= base) return undefined;
    value = value * BigInt(base) + BigInt(digitValue);
  }
  return isNegative ? -value : value;
}

function toInt(
  runtime: Runtime,
  self: Value,
  defaultValue: Value,
  base: Value,
): Value {
  if (self instanceof Undefined) throw runtime.undefinedFailure(self);
  if (typeof self === 'string') {
    runtime.chargeText(self.length);
    const radix = expectInteger(runtime, base, 'base');
    if (radix < 2 || radix > 36)
      throw runtime.failure('base must be between 2 and 36');
    const integer = parseInteger(runtime, self, radix);
    if (integer !== undefined) return toInteger(integer);
  }
  const number = typeof self === 'string' ? parseDouble(self) : toNumeric(self);
  if (number === undefined) return defaultValue;
  if (typeof number === 'bigint') return toInteger(number);
  return Number.isFinite(number)
    ? toInteger(BigInt(Math.trunc(number)))
    : defaultValue;
}

function toDoubleValue(
  runtime: Runtime,
  self: Value,
  defaultValue: Value,
): Value {
  if (self instanceof Undefined) throw runtime.undefinedFailure(self);
  const number = typeof self === 'string' ? parseDouble(self) : toNumeric(self);
  return number === undefined ? defaultValue : toFloat(Number(number));
}

function round(
  runtime: Runtime,
  self: Value,
  precision: Value,
  method: Value,
): Value {
  const places = expectInteger(runtime, precision, 'precision');
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    throw runtime.failure(
      "The method of round must be 'common', 'ceil' or 'floor'",
    );
  }
  const number = toNumeric(self);
  if (number === undefined)
    throw runtime.typeFailure(self, "The filter 'round' needs a number");
  if (method === 'common') {
    if (typeof number === 'bigint' && places >= 0) return toInteger(number);
    return typeof number === 'bigint'
      ? roundInteger(number, -places)
      : toFloat(roundHalfEven(number, places));
  }
  const scale = 10 ** places;
  const scaled = Number(number) * scale;
  const rounded =
    (method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
  if (!Number.isFinite(rounded))
    throw runtime.failure('The number is too large to round');
  return toFloat(rounded);
}

function roundInteger(number: bigint, zeros: number): Value {
  if (zeros > number.toString().length) return 0;
  const unit = 10n ** BigInt(zeros);
  const magnitude = number < 0n ? -number : number;
  const [whole, rest] = [magnitude / unit, magnitude % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && whole % 2n === 1n);
  const rounded = (isUp ? whole + 1n : whole) * unit;
  return toInteger(number < 0n ? -rounded : rounded);
}

function absolute(runtime: Runtime, self: Value): Value {
  const number = toNumeric(self);
  if (number === undefined)
    throw runtime.typeFailure(self, "The filter 'abs' needs a number");
  if (isFloat(self)) return toFloat(Math.abs(Number(number)));
  const integer = BigInt(number);
  return toInteger(integer < 0n ? -integer : integer);
}

/** Filters on numbers. */
export const NUMBER_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'int',
    native(
      [
        ['default', 0],
        ['base', 10],
      ],
      (runtime, self, defaultValue = 0, base = 10) =>
        toInt(runtime, self, defaultValue, base),
    ),
  ],
  [
    'float',
    native([['default', toFloat(0)]], (runtime, self, defaultValue = 0) =>
      toDoubleValue(runtime, self, defaultValue),
    ),
  ],
  [
    'round',
    native(
      [
        ['precision', 0],
        ['method', 'common'],
      ],
      (runtime, self, precision = 0, method = null) =>
        round(runtime, self, precision, method),
    ),
  ],
  ['abs', native([], absolute)],
]);
