import type { ComparisonOperator } from './ast';
import { calculate } from './arithmetic';
import { compare, isEqual } from './comparison';
import {
  native,
  Callable,
  textOf,
  type NativeFunction,
} from './native-function';
import { isFloat, isInteger, toNumeric } from './numbers';
import type { Runtime } from './runtime';
import {
  DictView,
  Dict,
  isDict,
  isList,
  Range,
  Tuple,
  Undefined,
  type Value,
} from './values';

function predicate(test: (value: Value) => boolean): NativeFunction {
  return native([], (_runtime, self) => test(self));
}

function comparing(operator: ComparisonOperator): NativeFunction {
  return native(['other'], (runtime, self, other = null) =>
    compare(runtime, operator, self, other),
  );
}

function hasRemainder(
  runtime: Runtime,
  value: Value,
  divisor: Value,
  remainder: number,
): boolean {
  return isEqual(runtime, calculate(runtime, '%', value, divisor), remainder);
}

function isSequence(value: Value): boolean {
  return (
    typeof value === 'string' ||
    isList(value) ||
    isDict(value) ||
    value instanceof Tuple ||
    value instanceof Range ||
    value instanceof Undefined
  );
}

/** Lists and dicts are the same if they are the same object; everything else if type and value are. */
function isSame(left: Value, right: Value): boolean {
  const [leftNumber, rightNumber] = [toNumeric(left), toNumeric(right)];
  if (
    typeof left === 'boolean' ||
    typeof right === 'boolean' ||
    leftNumber === undefined
  )
    return left === right;
  return leftNumber === rightNumber;
}

function hasCase(
  runtime: Runtime,
  value: Value,
  change: (text: string) => string,
): boolean {
  const text = textOf(runtime, value);
  return text === change(text) && text.toLowerCase() !== text.toUpperCase();
}

const COMPARISON_TESTS: readonly (readonly [
  ComparisonOperator,
  readonly string[],
])[] = [
  ['==', ['eq', 'equalto']],
  ['!=', ['ne']],
  ['<', ['lt', 'lessthan']],
  ['<=', ['le']],
  ['>', ['gt', 'greaterthan']],
  ['>=', ['ge']],
  ['in', ['in']],
];

/** Every test by name. */
export const TESTS: ReadonlyMap<string, NativeFunction> = new Map<
  string,
  NativeFunction
>([
  ['defined', predicate((value) => !(value instanceof Undefined))],
  ['undefined', predicate((value) => value instanceof Undefined)],
  ['none', predicate((value) => value === null)],
  ['boolean', predicate((value) => typeof value === 'boolean')],
  ['true', predicate((value) => value === true)],
  ['false', predicate((value) => value === false)],
  ['integer', predicate(isInteger)],
  ['float', predicate(isFloat)],
  ['number', predicate((value) => toNumeric(value) !== undefined)],
  ['string', predicate((value) => typeof value === 'string')],
  ['mapping', predicate(isDict)],
  ['sequence', predicate(isSequence)],
  [
    'iterable',
    predicate(
      (value) =>
        isSequence(value) || value instanceof DictView || value instanceof Dict,
    ),
  ],
  ['callable', predicate((value) => value instanceof Callable)],
  ['odd', native([], (runtime, self) => hasRemainder(runtime, self, 2, 1))],
  ['even', native([], (runtime, self) => hasRemainder(runtime, self, 2, 0))],
  [
    'divisibleby',
    native(['num'], (runtime, self, divisor = null) =>
      hasRemainder(runtime, self, divisor, 0),
    ),
  ],
  [
    'sameas',
    native(['other'], (_runtime, self, other = null) => isSame(self, other)),
  ],
  [
    'lower',
    native([], (runtime, self) =>
      hasCase(runtime, self, (text) => text.toLowerCase()),
    ),
  ],
  [
    'upper',
    native([], (runtime, self) =>
      hasCase(runtime, self, (text) => text.toUpperCase()),
    ),
  ],
  ...COMPARISON_TESTS.flatMap(([operator, names]) =>
    names.map((name) => [name, comparing(operator)] as const),
  ),
]);
