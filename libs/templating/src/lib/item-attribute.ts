import { getItem } from './access';
import { toNumeric } from './numbers';
import type { Runtime } from './runtime';
import { Undefined, valueOr, type Value } from './values';

/** How a filter reads `attribute='author.name'` or `attribute=0` from an element; without one, the element itself. */
export function attributeReader(
  runtime: Runtime,
  attribute: Value,
  defaultValue: Value = null,
): (item: Value) => Value {
  const parts = attributeParts(runtime, attribute);
  return (item) => {
    let value = item;
    for (const part of parts) {
      runtime.charge(1);
      const path = String(part);
      value = valueOr(
        getItem(runtime, value, part),
        () => new Undefined(`'${path}' is undefined`, path),
      );
      if (defaultValue !== null && value instanceof Undefined)
        value = defaultValue;
    }
    return value;
  };
}

function attributeParts(runtime: Runtime, attribute: Value): Value[] {
  if (attribute === null) return [];
  if (typeof attribute === 'string') {
    return attribute
      .split('.')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  }
  if (toNumeric(attribute) === undefined)
    throw runtime.typeFailure(attribute, 'attribute must be a name or index');
  return [attribute];
}

/** Filters compare texts without case unless told otherwise. */
export function foldCase(value: Value, caseSensitive: boolean): Value {
  return typeof value === 'string' && !caseSensitive
    ? value.toLowerCase()
    : value;
}
