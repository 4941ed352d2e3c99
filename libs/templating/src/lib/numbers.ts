import { IntegralFloat, type Value } from './values';

/** A Python number in the form that arithmetic wants: a `bigint` for an int, a `number` for a float. */
export type Numeric = bigint | number;

export function isFloat(value: Value): value is number | IntegralFloat {
  return (
    value instanceof IntegralFloat ||
    (typeof value === 'number' && !Number.isSafeInteger(value))
  );
}

/** An int, bool not included. */
export function isInteger(value: Value): value is number | bigint {
  return (
    typeof value === 'bigint' ||
    (typeof value === 'number' && Number.isSafeInteger(value))
  );
}

/** Python's numbers, bool included, as JavaScript's; `undefined` for anything else. */
export function toNumeric(value: Value): Numeric | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return value instanceof IntegralFloat ? value.value : undefined;
}

/** The value as a double, for numbers of any kind. */
export function toDouble(value: Value): number | undefined {
  const numeric = toNumeric(value);
  return numeric === undefined ? undefined : Number(numeric);
}

export function toInteger(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

export function toFloat(value: number): number | IntegralFloat {
  return Number.isSafeInteger(value) ? new IntegralFloat(value) : value;
}

/** Python's `repr` of a float: the shortest digits that read back, exponents from 1e16 and below 1e-4. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  const plain =
    exponent < 0 ? plainFraction(mantissa, exponent) : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** JavaScript writes 0.00001 as 1e-5 only below 1e-6; this covers the whole range alike. */
function plainFraction(mantissa: string, exponent: number): string {
  const isNegative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '');
  return `${isNegative ? '-' : ''}0.${'0'.repeat(-exponent - 1)}${digits}`;
}
