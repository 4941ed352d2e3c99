import type { ArithmeticOperator } from './ast';
import { formatPercent } from './percent-format';
import { toFloat, toInteger, toNumeric, type Numeric } from './numbers';
import type { Runtime } from './runtime';
import { isList, Tuple, typeName, Undefined, type Value } from './values';

/** Bits in a decimal digit, to foresee how long a product or power gets. */
const BITS_PER_DIGIT = Math.log2(10);

/** Python's binary arithmetic on numbers, texts and lists. */
export function calculate(
  runtime: Runtime,
  operator: ArithmeticOperator,
  left: Value,
  right: Value,
): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = calculateSmall(operator, left, right);
    if (quick !== undefined) return quick;
  }
  const leftNumber = toNumeric(left);
  const rightNumber = toNumeric(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    return calculateNumbers(runtime, operator, leftNumber, rightNumber);
  }
  const result = calculateSequences(runtime, operator, left, right);
  if (result !== undefined) return result;
  throw unsupported(runtime, operator, left, right);
}

/** Sums, differences and products of small ints, which need no big numbers. */
function calculateSmall(
  operator: ArithmeticOperator,
  left: number,
  right: number,
): number | undefined {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right))
    return undefined;
  let result: number;
  if (operator === '+') result = left + right;
  else if (operator === '-') result = left - right;
  else if (operator === '*') result = left * right;
  else return undefined;
  // Adding 0 turns -0, which is no int, into 0.
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

function calculateNumbers(
  runtime: Runtime,
  operator: ArithmeticOperator,
  left: Numeric,
  right: Numeric,
): Value {
  if (operator === '**') return power(runtime, left, right);
  if (
    typeof left === 'bigint' &&
    typeof right === 'bigint' &&
    operator !== '/'
  ) {
    return toInteger(calculateIntegers(runtime, operator, left, right));
  }
  return toFloat(
    calculateDoubles(runtime, operator, Number(left), Number(right)),
  );
}

function calculateIntegers(
  runtime: Runtime,
  operator: Exclude<ArithmeticOperator, '/' | '**'>,
  left: bigint,
  right: bigint,
): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      reserveBits(runtime, bitLength(left) + bitLength(right));
      return left * right;
    case '//':
      return (left - floorModulo(runtime, left, right)) / right;
    case '%':
      return floorModulo(runtime, left, right);
  }
}

function floorModulo(runtime: Runtime, left: bigint, right: bigint): bigint {
  if (right === 0n) throw runtime.failure('Division by zero');
  const remainder = left % right;
  return remainder !== 0n && remainder < 0n !== right < 0n
    ? remainder + right
    : remainder;
}

function calculateDoubles(
  runtime: Runtime,
  operator: Exclude<ArithmeticOperator, '**'>,
  left: number,
  right: number,
): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (right === 0) throw runtime.failure('Division by zero');
  if (operator === '/') return left / right;
  const remainder = left % right;
  const modulo =
    remainder !== 0 && remainder < 0 !== right < 0
      ? remainder + right
      : remainder;
  if (operator === '%') return modulo === 0 ? Math.sign(right) * 0 : modulo;
  return Math.round((left - modulo) / right);
}

function power(runtime: Runtime, base: Numeric, exponent: Numeric): Value {
  if (
    typeof base === 'bigint' &&
    typeof exponent === 'bigint' &&
    exponent >= 0n
  ) {
    // 0, 1 and -1 stay small whatever the exponent is.
    const bits =
      base >= -1n && base <= 1n ? 1 : bitLength(base) * Number(exponent);
    reserveBits(runtime, bits);
    return toInteger(base ** exponent);
  }
  const [baseDouble, exponentDouble] = [Number(base), Number(exponent)];
  if (baseDouble === 0 && exponentDouble < 0)
    throw runtime.failure('Zero cannot be raised to a negative power');
  const result = baseDouble ** exponentDouble;
  if (
    Number.isNaN(result) &&
    !Number.isNaN(baseDouble) &&
    !Number.isNaN(exponentDouble)
  ) {
    throw runtime.failure(
      'A negative number cannot be raised to a fractional power',
    );
  }
  if (
    !Number.isFinite(result) &&
    Number.isFinite(baseDouble) &&
    Number.isFinite(exponentDouble)
  ) {
    throw runtime.failure('The power is too large for a float');
  }
  return toFloat(baseDouble === 1 || exponentDouble === 0 ? 1 : result);
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

function reserveBits(runtime: Runtime, bits: number): void {
  const { integerDigits } = runtime.limits;
  // Two digits more, because the length in bits is rounded up.
  if (bits > (integerDigits + 2) * BITS_PER_DIGIT) {
    throw runtime.exceeded('integerDigits', 'The number gets too long');
  }
  runtime.charge(1 + bits / 64);
}

function calculateSequences(
  runtime: Runtime,
  operator: ArithmeticOperator,
  left: Value,
  right: Value,
): Value | undefined {
  if (operator === '%' && typeof left === 'string') {
    return formatPercent(
      runtime,
      left,
      right instanceof Tuple ? right.items : [right],
      right,
    );
  }
  if (operator === '+') return concatenate(runtime, left, right);
  if (operator !== '*') return undefined;
  return repeat(runtime, left, right) ?? repeat(runtime, right, left);
}

function concatenate(
  runtime: Runtime,
  left: Value,
  right: Value,
): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    runtime.reserveText(left.length + right.length);
    return left + right;
  }
  if (isList(left) && isList(right)) {
    runtime.reserveItems(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof Tuple && right instanceof Tuple) {
    runtime.reserveItems(left.items.length + right.items.length);
    return new Tuple([...left.items, ...right.items]);
  }
  return undefined;
}

function repeat(
  runtime: Runtime,
  sequence: Value,
  times: Value,
): Value | undefined {
  const number = toNumeric(times);
  if (typeof number !== 'bigint') return undefined;
  const count = Math.max(0, Number(number));
  if (typeof sequence === 'string') {
    runtime.reserveText(sequence.length * count);
    return sequence === '' ? '' : sequence.repeat(count);
  }
  if (isList(sequence)) return repeatItems(runtime, sequence, count);
  return sequence instanceof Tuple
    ? new Tuple(repeatItems(runtime, sequence.items, count))
    : undefined;
}

function repeatItems(
  runtime: Runtime,
  items: readonly Value[],
  count: number,
): Value[] {
  const length = items.length === 0 ? 0 : items.length * count;
  runtime.reserveItems(length);
  return Array.from(
    { length },
    (_, index) => items[index % items.length] ?? null,
  );
}

function unsupported(
  runtime: Runtime,
  operator: string,
  left: Value,
  right: Value,
): Error {
  for (const value of [left, right]) {
    if (value instanceof Undefined) return runtime.undefinedFailure(value);
  }
  const advice =
    operator === '+' && (typeof left === 'string' || typeof right === 'string')
      ? "; '~' joins values as text"
      : '';
  return runtime.failure(
    `'${operator}' cannot be used with ${typeName(left)} and ${typeName(right)}${advice}`,
  );
}

/** Unary minus and plus. */
export function signed(
  runtime: Runtime,
  operator: '-' | '+',
  value: Value,
): Value {
  const number = toNumeric(value);
  if (number === undefined)
    throw runtime.typeFailure(value, `Unary '${operator}' needs a number`);
  if (typeof number === 'bigint')
    return toInteger(operator === '-' ? -number : number);
  return toFloat(operator === '-' ? -number : number);
}
