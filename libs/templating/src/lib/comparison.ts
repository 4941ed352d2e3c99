import type { ComparisonOperator } from './ast';
import { dictEntries, dictGet, dictSize } from './dicts';
import { iterate } from './iteration';
import { toNumeric } from './numbers';
import type { Runtime } from './runtime';
import { compareText } from './text';
import {
  DictView,
  isDict,
  isList,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './values';

type Ordering = '<' | '<=' | '>' | '>=';

export function compare(
  runtime: Runtime,
  operator: ComparisonOperator,
  left: Value,
  right: Value,
): boolean {
  switch (operator) {
    case '==':
      return isEqual(runtime, left, right);
    case '!=':
      return !isEqual(runtime, left, right);
    case 'in':
      return contains(runtime, right, left);
    case 'not in':
      return !contains(runtime, right, left);
    default:
      return isOrdered(runtime, operator, left, right);
  }
}

/** Python's `==`: numbers by value whatever their type, containers by their elements. */
export function isEqual(runtime: Runtime, left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    runtime.chargeText(Math.min(left.length, right.length));
    return left === right;
  }
  if (Object.is(left, right)) return !Number.isNaN(left);
  const leftNumber = toNumeric(left);
  if (leftNumber !== undefined) {
    const rightNumber = toNumeric(right);
    // Loose on purpose: it compares a bigint and a double by their exact values.
    return rightNumber !== undefined && leftNumber == rightNumber;
  }
  if (isList(left)) return isList(right) && areItemsEqual(runtime, left, right);
  if (left instanceof Tuple)
    return (
      right instanceof Tuple && areItemsEqual(runtime, left.items, right.items)
    );
  if (left instanceof Undefined) return right instanceof Undefined;
  if (isDict(left)) return isDict(right) && areDictsEqual(runtime, left, right);
  return (
    left instanceof Range &&
    right instanceof Range &&
    areRangesEqual(left, right)
  );
}

function areItemsEqual(
  runtime: Runtime,
  left: readonly Value[],
  right: readonly Value[],
): boolean {
  if (left.length !== right.length) return false;
  runtime.enter(1);
  const areEqual = left.every((item, index) => {
    runtime.charge(1);
    return isEqual(runtime, item, right[index] ?? null);
  });
  runtime.leave(1);
  return areEqual;
}

function areDictsEqual(
  runtime: Runtime,
  left: Parameters<typeof dictSize>[0],
  right: Parameters<typeof dictSize>[0],
): boolean {
  const sizes = [dictSize(left), dictSize(right)] as const;
  runtime.charge(sizes[0] + sizes[1]);
  if (sizes[0] !== sizes[1]) return false;
  runtime.enter(1);
  const areEqual = dictEntries(left).every(([key, value]) => {
    runtime.charge(1);
    const other = dictGet(runtime, right, key);
    return other !== undefined && isEqual(runtime, value, other);
  });
  runtime.leave(1);
  return areEqual;
}

function areRangesEqual(left: Range, right: Range): boolean {
  if (left.length !== right.length) return false;
  return (
    left.length === 0 ||
    (left.start === right.start &&
      (left.length === 1 || left.step === right.step))
  );
}

function isOrdered(
  runtime: Runtime,
  operator: Ordering,
  left: Value,
  right: Value,
): boolean {
  const leftNumber = toNumeric(left);
  const rightNumber = toNumeric(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    if (operator === '<') return leftNumber < rightNumber;
    if (operator === '<=') return leftNumber <= rightNumber;
    return operator === '>'
      ? leftNumber > rightNumber
      : leftNumber >= rightNumber;
  }
  const order = compareOrder(runtime, left, right, operator);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** Negative, zero or positive, as `sort` needs it; fails for values that Python cannot order. */
export function compareOrder(
  runtime: Runtime,
  left: Value,
  right: Value,
  operator: Ordering = '<',
): number {
  runtime.charge(1);
  if (typeof left === 'string' && typeof right === 'string') {
    runtime.chargeText(Math.min(left.length, right.length));
    return compareText(left, right);
  }
  const leftNumber = toNumeric(left);
  const rightNumber = toNumeric(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    if (leftNumber < rightNumber) return -1;
    return leftNumber > rightNumber ? 1 : 0;
  }
  const [leftItems, rightItems] = [sequenceItems(left), sequenceItems(right)];
  if (
    leftItems !== undefined &&
    rightItems !== undefined &&
    isList(left) === isList(right)
  ) {
    return compareItems(runtime, leftItems, rightItems, operator);
  }
  for (const value of [left, right]) {
    if (value instanceof Undefined) throw runtime.undefinedFailure(value);
  }
  throw runtime.failure(
    `'${operator}' cannot compare ${typeName(left)} with ${typeName(right)}`,
  );
}

function sequenceItems(value: Value): readonly Value[] | undefined {
  if (value instanceof Tuple) return value.items;
  return isList(value) ? value : undefined;
}

function compareItems(
  runtime: Runtime,
  left: readonly Value[],
  right: readonly Value[],
  operator: Ordering,
): number {
  runtime.enter(1);
  let order = left.length - right.length;
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) {
    const [leftItem = null, rightItem = null] = [left[index], right[index]];
    if (isEqual(runtime, leftItem, rightItem)) continue;
    order = compareOrder(runtime, leftItem, rightItem, operator);
    break;
  }
  runtime.leave(1);
  return order;
}

/** Python's `item in container`. */
export function contains(
  runtime: Runtime,
  container: Value,
  item: Value,
): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string')
      throw runtime.typeFailure(item, `'in' a text needs a text on its left`);
    runtime.chargeSearch(container, item);
    return container.includes(item);
  }
  if (isDict(container)) return dictGet(runtime, container, item) !== undefined;
  if (container instanceof Range) return rangeContains(container, item);
  if (
    !isList(container) &&
    !(
      container instanceof Tuple ||
      container instanceof DictView ||
      container instanceof Undefined
    )
  ) {
    throw runtime.failure(
      `'in' needs a text, list or dict on its right, not ${typeName(container)}`,
    );
  }
  return iterate(runtime, container).some((candidate) =>
    isEqual(runtime, candidate, item),
  );
}

function rangeContains(range: Range, item: Value): boolean {
  const number = toNumeric(item);
  if (number === undefined) return false;
  const index = (Number(number) - range.start) / range.step;
  return Number.isInteger(index) && index >= 0 && index < range.length;
}
