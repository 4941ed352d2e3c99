import { isEqual } from './comparison';
import { dictEntries, dictGet, dictKeys } from './dicts';
import { iterate } from './iteration';
import { native, variadic, type NativeFunction } from './native-function';
import { TEXT_METHODS } from './text-methods';
import { DictView, isDict, isList, Tuple, valueOr, type Value } from './values';

const LIST_METHODS: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'count',
    native(
      ['value'],
      (runtime, self, wanted = null) =>
        iterate(runtime, self).filter((item) => isEqual(runtime, item, wanted))
          .length,
    ),
  ],
  [
    'index',
    native(['value'], (runtime, self, wanted = null) => {
      const index = iterate(runtime, self).findIndex((item) =>
        isEqual(runtime, item, wanted),
      );
      if (index === -1)
        throw runtime.failure(
          'The value is not in the list; test with in first',
        );
      return index;
    }),
  ],
  ['copy', native([], (_runtime, self) => self)],
]);

const DICT_METHODS: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'get',
    native(
      ['key', ['default', null]],
      (runtime, self, key = null, defaultValue = null) =>
        valueOr(
          isDict(self) ? dictGet(runtime, self, key) : undefined,
          () => defaultValue,
        ),
    ),
  ],
  ['keys', view('keys')],
  ['values', view('values')],
  ['items', view('items')],
  ['copy', native([], (_runtime, self) => self)],
]);

const CHANGING_METHODS = new Set([
  'append',
  'extend',
  'insert',
  'remove',
  'pop',
  'popitem',
  'clear',
  'sort',
  'reverse',
  'update',
  'setdefault',
]);
const REFUSAL = variadic((runtime) => {
  throw runtime.failure(
    'Values cannot be changed in place; make a new one, as in {% set xs = xs + [x] %}, or use namespace()',
  );
});

/** The method of a value that a template may call, or `undefined`. */
export function methodOf(
  value: Value,
  name: string,
): NativeFunction | undefined {
  if (typeof value === 'string') return TEXT_METHODS.get(name);
  if (isList(value) || value instanceof Tuple)
    return LIST_METHODS.get(name) ?? refusal(name);
  return isDict(value) ? (DICT_METHODS.get(name) ?? refusal(name)) : undefined;
}

function refusal(name: string): NativeFunction | undefined {
  return CHANGING_METHODS.has(name) ? REFUSAL : undefined;
}

function view(kind: DictView['kind']): NativeFunction {
  return native([], (runtime, self) => {
    if (!isDict(self)) return [];
    const items = itemsOf(kind, self);
    runtime.reserveItems(items.length);
    return new DictView(kind, items);
  });
}

function itemsOf(
  kind: DictView['kind'],
  dict: Parameters<typeof dictKeys>[0],
): readonly Value[] {
  if (kind === 'keys') return dictKeys(dict);
  const entries = dictEntries(dict);
  return kind === 'values'
    ? entries.map(([, value]) => value)
    : entries.map((entry) => new Tuple(entry));
}
