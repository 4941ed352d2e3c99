import type { Runtime } from './runtime';

/**
 * What a template computes with. JSON passes in unchanged, so that a large context costs nothing:
 * a `number` that is a safe integer is a Python int, any other `number` a float. Only floats with
 * an integer's value (`1.0`) and integers beyond 2^53 need a form of their own.
 * JSON itself does not tell `1.0` from `1`: from a context, both are the int `1`.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | PlainObject
  | RuntimeObject;

/** A JSON object: a dict with string keys, read by own property only. */
export interface PlainObject {
  readonly [key: string]: Value;
}

/** Everything that JSON cannot say. */
export abstract class RuntimeObject {
  abstract readonly typeName: string;

  /** The value of an attribute, or `undefined` if it has none of that name. */
  attribute?(name: string): Value | undefined;
}

/** A float that has an integer's value, and prints with `.0`. */
export class IntegralFloat extends RuntimeObject {
  readonly typeName = 'float';

  constructor(readonly value: number) {
    super();
  }
}

/** What reading a missing variable, key or element gives: prints nothing, and cannot be used for more. */
export class Undefined extends RuntimeObject {
  readonly typeName = 'Undefined';

  /** @param hint a sentence saying what is missing */
  constructor(
    readonly hint: string,
    readonly path?: string,
  ) {
    super();
  }
}

export class Tuple extends RuntimeObject {
  readonly typeName = 'tuple';

  constructor(readonly items: readonly Value[]) {
    super();
  }
}

/** One group of the `groupby` filter: a tuple whose two elements have names. */
export class Group extends Tuple {
  constructor(
    readonly grouper: Value,
    readonly list: readonly Value[],
  ) {
    super([grouper, list]);
  }

  override attribute(name: string): Value | undefined {
    if (name === 'grouper') return this.grouper;
    return name === 'list' ? this.list : undefined;
  }
}

/** A dict made by a template; keys may be anything hashable, `hashKey` tells which keys are equal. */
export class Dict extends RuntimeObject {
  readonly typeName = 'dict';

  constructor(
    readonly entries: ReadonlyMap<string, readonly [key: Value, value: Value]>,
  ) {
    super();
  }
}

/** What `keys()`, `values()` and `items()` give. */
export class DictView extends RuntimeObject {
  readonly typeName: string;

  constructor(
    readonly kind: 'keys' | 'values' | 'items',
    readonly items: readonly Value[],
  ) {
    super();
    this.typeName = `dict_${kind}`;
  }
}

/** Numbers from `start` towards `stop`, never spread before somebody iterates over them. */
export class Range extends RuntimeObject {
  readonly typeName = 'range';
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super();
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  at(index: number): number {
    return this.start + index * this.step;
  }
}

/** The only object that a template can change: what `namespace()` gives. */
export class Namespace extends RuntimeObject {
  readonly typeName = 'Namespace';
  readonly attributes = new Map<string, Value>();

  override attribute(name: string): Value | undefined {
    return this.attributes.get(name);
  }
}

/** The value, or another one if there is none: unlike `??`, it takes None for the value that it is. */
export function valueOr(
  value: Value | undefined,
  makeOther: () => Value,
): Value {
  return value === undefined ? makeOther() : value;
}

export function isPlainObject(value: Value): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RuntimeObject)
  );
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isDict(value: Value): value is PlainObject | Dict {
  return value instanceof Dict || isPlainObject(value);
}

/** Python's name of the value's type, as error messages show it. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (value instanceof RuntimeObject) return value.typeName;
  if (isList(value)) return 'list';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'float';
    case 'string':
      return 'str';
    default:
      return 'dict';
  }
}

/** Python's `bool(value)`. */
export function isTruthy(runtime: Runtime, value: Value): boolean {
  if (typeof value !== 'object' || value === null)
    return Boolean(value) || Number.isNaN(value);
  if (value instanceof RuntimeObject) return isTruthyObject(value);
  if (isList(value)) return value.length > 0;
  const { length } = Object.keys(value);
  runtime.charge(length);
  return length > 0;
}

function isTruthyObject(value: RuntimeObject): boolean {
  if (value instanceof Undefined) return false;
  if (value instanceof IntegralFloat) return value.value !== 0;
  if (value instanceof Tuple || value instanceof DictView)
    return value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return value instanceof Range ? value.length > 0 : true;
}
