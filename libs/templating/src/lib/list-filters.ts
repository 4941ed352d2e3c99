import { calculate } from './arithmetic';
import { getAttribute } from './access';
import { compareOrder, isEqual } from './comparison';
import { dictEntries, hashKey } from './dicts';
import { attributeReader, foldCase } from './item-attribute';
import { iterate, lengthOf } from './iteration';
import {
  callNative,
  expectInteger,
  expectText,
  native,
  textOf,
  variadic,
  type Arguments,
  type NativeFunction,
} from './native-function';
import type { Runtime } from './runtime';
import {
  Group,
  isDict,
  isTruthy,
  Tuple,
  Undefined,
  valueOr,
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

function join(
  runtime: Runtime,
  self: Value,
  separator: Value,
  attribute: Value,
): Value {
  const read = attributeReader(runtime, attribute);
  const glue = textOf(runtime, separator);
  const items = iterate(runtime, self);
  let length = glue.length * Math.max(0, items.length - 1);
  runtime.reserveText(length);
  const texts = items.map((item) => {
    const text = textOf(runtime, read(item));
    length += text.length;
    if (length > runtime.limits.valueSize) runtime.reserveText(length);
    return text;
  });
  return texts.join(glue);
}

function batch(
  runtime: Runtime,
  self: Value,
  size: Value,
  filler: Value,
): Value {
  const length = expectInteger(runtime, size, 'linecount');
  if (length < 1) throw runtime.failure('linecount must be positive');
  const items = iterate(runtime, self);
  const batches: Value[] = [];
  for (let start = 0; start < items.length; start += length) {
    const part = items.slice(start, start + length);
    if (filler === null) batches.push(part);
    else batches.push(fill(runtime, part, filler, length));
  }
  return batches;
}

function fill(
  runtime: Runtime,
  items: readonly Value[],
  filler: Value,
  length: number,
): Value[] {
  runtime.reserveItems(length);
  return [
    ...items,
    ...new Array<Value>(Math.max(0, length - items.length)).fill(filler),
  ];
}

function slice(
  runtime: Runtime,
  self: Value,
  count: Value,
  filler: Value,
): Value {
  const slices = expectInteger(runtime, count, 'slices');
  if (slices < 1) throw runtime.failure('slices must be positive');
  const items = iterate(runtime, self);
  runtime.reserveItems(slices);
  const [size, longer] = [
    Math.floor(items.length / slices),
    items.length % slices,
  ];
  let start = 0;
  return Array.from({ length: slices }, (_, index) => {
    const length = index < longer ? size + 1 : size;
    const part = items.slice(start, start + length);
    start += length;
    return filler !== null && index >= longer ? [...part, filler] : part;
  });
}

function map(
  runtime: Runtime,
  self: Value,
  { positional, named }: Arguments,
): Value {
  const items = iterate(runtime, self);
  const [name, ...rest] = positional;
  const attribute = named.get('attribute');
  if (name === undefined && attribute !== undefined) {
    refuseOthers(runtime, named, ['attribute', 'default']);
    return items.map(
      attributeReader(runtime, attribute, named.get('default') ?? null),
    );
  }
  if (name === undefined)
    throw runtime.failure(
      "The filter 'map' needs a filter's name or attribute='…'",
    );
  const filterName = expectText(runtime, name, 'The name of the filter');
  const filter = runtime.library.filter(runtime, filterName);
  const args = { positional: rest, named };
  return items.map((item) => {
    runtime.charge(1);
    return callNative(runtime, `filter '${filterName}'`, filter, item, args);
  });
}

function refuseOthers(
  runtime: Runtime,
  named: ReadonlyMap<string, Value>,
  known: readonly string[],
): void {
  for (const name of named.keys()) {
    if (!known.includes(name))
      throw runtime.failure(
        `The filter 'map' has no argument '${name}'; it has: ${known.join(', ')}`,
      );
  }
}

function selecting(keeps: boolean, byAttribute: boolean): NativeFunction {
  return variadic((runtime, self, { positional, named }) => {
    const items = iterate(runtime, self);
    const [attribute, ...afterAttribute] = positional;
    if (byAttribute && attribute === undefined)
      throw runtime.failure('The filter needs the name of an attribute');
    const read = attributeReader(
      runtime,
      byAttribute ? (attribute ?? null) : null,
    );
    const [name, ...rest] = byAttribute ? afterAttribute : positional;
    const passes = testOf(runtime, name, { positional: rest, named });
    return items.filter((item) => passes(read(item)) === keeps);
  });
}

function testOf(
  runtime: Runtime,
  name: Value | undefined,
  args: Arguments,
): (value: Value) => boolean {
  if (name === undefined) return (value) => isTruthy(runtime, value);
  const testName = expectText(runtime, name, 'The name of the test');
  const test = runtime.library.test(runtime, testName);
  return (value) => {
    runtime.charge(1);
    return isTruthy(
      runtime,
      callNative(runtime, `test '${testName}'`, test, value, args),
    );
  };
}

function reverse(runtime: Runtime, self: Value): Value {
  const items = iterate(runtime, self).toReversed();
  return typeof self === 'string' ? items.join('') : items;
}

function sum(
  runtime: Runtime,
  self: Value,
  attribute: Value,
  start: Value,
): Value {
  const read = attributeReader(runtime, attribute);
  return iterate(runtime, self).reduce(
    (total, item) => calculate(runtime, '+', total, read(item)),
    start,
  );
}

function randomItem(runtime: Runtime, self: Value): Value {
  const items = iterate(runtime, self);
  return valueOr(
    items[Math.floor(runtime.random() * items.length)],
    () => new Undefined('The list is empty, so nothing can be drawn'),
  );
}

function itemPairs(runtime: Runtime, self: Value): Value {
  if (self instanceof Undefined) return [];
  if (!isDict(self))
    throw runtime.typeFailure(self, "The filter 'items' needs a dict");
  const entries = dictEntries(self);
  runtime.reserveItems(entries.length);
  return entries.map((entry) => new Tuple(entry));
}

/** Filters on lists and dicts. Where Jinja gives a generator they give a list, so that its length can be asked. */
export const LIST_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'length',
    native([], (runtime, self) => {
      const length = lengthOf(runtime, self);
      if (length === undefined)
        throw runtime.typeFailure(
          self,
          "The filter 'length' needs a text, list or dict",
        );
      return length;
    }),
  ],
  [
    'first',
    native([], (runtime, self) =>
      valueOr(
        iterate(runtime, self)[0],
        () => new Undefined('The list is empty, so it has no first element'),
      ),
    ),
  ],
  [
    'last',
    native([], (runtime, self) =>
      valueOr(
        iterate(runtime, self).at(-1),
        () => new Undefined('The list is empty, so it has no last element'),
      ),
    ),
  ],
  [
    'list',
    native([], (runtime, self) => {
      const items = iterate(runtime, self);
      runtime.reserveItems(items.length);
      return [...items];
    }),
  ],
  [
    'join',
    native(
      [
        ['d', ''],
        ['attribute', null],
      ],
      (runtime, self, separator = '', attribute = null) =>
        join(runtime, self, separator, attribute),
    ),
  ],
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
  [
    'sum',
    native(
      [
        ['attribute', null],
        ['start', 0],
      ],
      (runtime, self, attribute = null, start = 0) =>
        sum(runtime, self, attribute, start),
    ),
  ],
  [
    'batch',
    native(
      ['linecount', ['fill_with', null]],
      (runtime, self, size = null, filler = null) =>
        batch(runtime, self, size, filler),
    ),
  ],
  [
    'slice',
    native(
      ['slices', ['fill_with', null]],
      (runtime, self, count = null, filler = null) =>
        slice(runtime, self, count, filler),
    ),
  ],
  ['reverse', native([], reverse)],
  ['random', native([], randomItem)],
  ['items', native([], itemPairs)],
  [
    'attr',
    native(['name'], (runtime, self, name = null) => {
      const attribute = expectText(runtime, name, 'name');
      return valueOr(
        getAttribute(runtime, self, attribute),
        () => new Undefined(`'${attribute}' is undefined`, attribute),
      );
    }),
  ],
  ['map', variadic(map)],
  ['select', selecting(true, false)],
  ['reject', selecting(false, false)],
  ['selectattr', selecting(true, true)],
  ['rejectattr', selecting(false, true)],
]);
