import { compareOrder, isEqual } from './comparison';
import { dictEntries, hashKey } from './dicts';
import { attributeReader, foldCase } from './item-attribute';
import { iterate } from './iteration';
import { native, type NativeFunction } from './native-function';
import type { Runtime } from './runtime';
import {
  Group,
  isDict,
  isTruthy,
  Tuple,
  Undefined,
  type Value,
} from './values';

interface SortOptions {
  readonly attributes: readonly Value[];
  readonly caseSensitive: boolean;
  readonly reverse: boolean;
}

/** A stable sort by Python's order, keys read once. */
function sortItems(
  runtime: Runtime,
  items: readonly Value[],
  options: SortOptions,
): Value[] {
  const readers = options.attributes.map((attribute) =>
    attributeReader(runtime, attribute),
  );
  const keyed = items.map((item) => ({
    item,
    keys: readers.map((read) => foldCase(read(item), options.caseSensitive)),
  }));
  const direction = options.reverse ? -1 : 1;
  keyed.sort((left, right) => {
    for (const [index, leftKey] of left.keys.entries()) {
      const rightKey = right.keys[index] ?? null;
      if (isEqual(runtime, leftKey, rightKey)) continue;
      return direction * compareOrder(runtime, leftKey, rightKey);
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

function sort(
  runtime: Runtime,
  self: Value,
  reverse: Value,
  caseSensitive: Value,
  attribute: Value,
): Value {
  return sortItems(runtime, iterate(runtime, self), {
    attributes:
      typeof attribute === 'string' ? attribute.split(',') : [attribute],
    caseSensitive: isTruthy(runtime, caseSensitive),
    reverse: isTruthy(runtime, reverse),
  });
}

function dictSort(
  runtime: Runtime,
  self: Value,
  caseSensitive: Value,
  by: Value,
  reverse: Value,
): Value {
  if (!isDict(self))
    throw runtime.typeFailure(self, "The filter 'dictsort' needs a dict");
  if (by !== 'key' && by !== 'value')
    throw runtime.failure("The filter 'dictsort' sorts by 'key' or 'value'");
  const items = dictEntries(self).map((entry) => new Tuple(entry));
  runtime.charge(items.length);
  return sortItems(runtime, items, {
    attributes: [by === 'key' ? 0 : 1],
    caseSensitive: isTruthy(runtime, caseSensitive),
    reverse: isTruthy(runtime, reverse),
  });
}

function unique(
  runtime: Runtime,
  self: Value,
  caseSensitive: Value,
  attribute: Value,
): Value {
  const read = attributeReader(runtime, attribute);
  const seen = new Set<string>();
  return iterate(runtime, self).filter((item) => {
    const hash = hashKey(
      runtime,
      foldCase(read(item), isTruthy(runtime, caseSensitive)),
    );
    if (seen.has(hash)) return false;
    seen.add(hash);
    return true;
  });
}

function groupBy(
  runtime: Runtime,
  self: Value,
  attribute: Value,
  defaultValue: Value,
  caseSensitive: Value,
): Value {
  const read = attributeReader(runtime, attribute, defaultValue);
  const keyOf = (item: Value): Value =>
    foldCase(read(item), isTruthy(runtime, caseSensitive));
  const keyed = iterate(runtime, self).map((item) => ({
    item,
    key: keyOf(item),
  }));
  keyed.sort((left, right) => compareOrder(runtime, left.key, right.key));
  const groups: { key: Value; items: Value[] }[] = [];
  for (const { item, key } of keyed) {
    const last = groups.at(-1);
    if (last !== undefined && isEqual(runtime, last.key, key))
      last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups.map(({ items }) => new Group(read(items[0] ?? null), items));
}

function extreme(sign: 1 | -1): NativeFunction {
  return native(
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    (runtime, self, caseSensitive = null, attribute = null) => {
      const read = attributeReader(runtime, attribute);
      const [first, ...others] = iterate(runtime, self);
      if (first === undefined)
        return new Undefined(
          'The list is empty, so nothing is the smallest or largest',
        );
      const keyOf = (item: Value): Value =>
        foldCase(read(item), isTruthy(runtime, caseSensitive));
      let best = { item: first, key: keyOf(first) };
      for (const item of others) {
        const key = keyOf(item);
        if (sign * compareOrder(runtime, key, best.key) < 0)
          best = { item, key };
      }
      return best.item;
    },
  );
}

/** Filters that compare the elements of a list. */
export const SORT_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'sort',
    native(
      [
        ['reverse', false],
        ['case_sensitive', false],
        ['attribute', null],
      ],
      (
        runtime,
        self,
        descending = null,
        caseSensitive = null,
        attribute = null,
      ) => sort(runtime, self, descending, caseSensitive, attribute),
    ),
  ],
  [
    'dictsort',
    native(
      [
        ['case_sensitive', false],
        ['by', 'key'],
        ['reverse', false],
      ],
      (runtime, self, caseSensitive = null, by = null, descending = null) =>
        dictSort(runtime, self, caseSensitive, by, descending),
    ),
  ],
  [
    'unique',
    native(
      [
        ['case_sensitive', false],
        ['attribute', null],
      ],
      (runtime, self, caseSensitive = null, attribute = null) =>
        unique(runtime, self, caseSensitive, attribute),
    ),
  ],
  [
    'groupby',
    native(
      ['attribute', ['default', null], ['case_sensitive', false]],
      (
        runtime,
        self,
        attribute = null,
        defaultValue = null,
        caseSensitive = null,
      ) => groupBy(runtime, self, attribute, defaultValue, caseSensitive),
    ),
  ],
  ['min', extreme(1)],
  ['max', extreme(-1)],
]);
