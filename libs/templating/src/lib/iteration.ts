import { dictKeys } from './dicts';
import type { Runtime } from './runtime';
import { characterCount, characters } from './text';
import {
  DictView,
  isDict,
  isList,
  Range,
  Tuple,
  Undefined,
  type Value,
} from './values';

/** The elements of anything that Python can iterate over; a missing value has none. */
export function iterate(runtime: Runtime, value: Value): readonly Value[] {
  if (isList(value)) return paid(runtime, value);
  if (typeof value === 'string') {
    runtime.reserveItems(value.length);
    return characters(value);
  }
  if (value instanceof Tuple || value instanceof DictView)
    return paid(runtime, value.items);
  if (value instanceof Undefined) return [];
  if (isDict(value)) return paid(runtime, dictKeys(value));
  if (value instanceof Range) {
    runtime.reserveItems(value.length);
    return Array.from({ length: value.length }, (_, index) => value.at(index));
  }
  throw runtime.typeFailure(
    value,
    'Expected a list, text or dict to iterate over',
  );
}

function paid(runtime: Runtime, items: readonly Value[]): readonly Value[] {
  runtime.charge(items.length);
  return items;
}

/** Python's `len(value)`, or `undefined` for what has no length. */
export function lengthOf(runtime: Runtime, value: Value): number | undefined {
  if (typeof value === 'string') {
    runtime.chargeText(value.length);
    return characterCount(value);
  }
  if (value instanceof Range) return value.length;
  const isSized =
    isList(value) ||
    isDict(value) ||
    value instanceof Tuple ||
    value instanceof DictView ||
    value instanceof Undefined;
  return isSized ? iterate(runtime, value).length : undefined;
}
