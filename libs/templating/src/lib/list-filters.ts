import { getAttribute } from './access';
import { calculate } from './arithmetic';
import { dictEntries } from './dicts';
import { attributeReader } from './item-attribute';
import { iterate, lengthOf } from './iteration';
import {
  expectInteger,
  expectText,
  native,
  textOf,
  type NativeFunction,
} from './native-function';
import type { Runtime } from './runtime';
import { isDict, Tuple, Undefined, valueOr, type Value } from './values';

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
]);
