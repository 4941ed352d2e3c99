import { toNumeric } from './numbers';
import type { Runtime } from './runtime';
import {
  Dict,
  Tuple,
  Undefined,
  isPlainObject,
  type PlainObject,
  type Value,
} from './values';

/** Any dict: one that came as JSON, or one that the template made. */
export type AnyDict = PlainObject | Dict;

/** A text that is the same for keys that Python holds to be equal (`1`, `1.0` and `True`). */
export function hashKey(runtime: Runtime, key: Value): string {
  if (typeof key === 'string') {
    runtime.chargeText(key.length);
    return `s${key}`;
  }
  const number = toNumeric(key);
  if (number !== undefined) return `n${number}`;
  if (key === null) return 'none';
  if (key instanceof Undefined) return 'undefined';
  if (!(key instanceof Tuple)) {
    throw runtime.typeFailure(
      key,
      'A dict key must be a text, number or tuple',
    );
  }
  runtime.enter(1);
  const hashes = key.items.map((item) => {
    const hash = hashKey(runtime, item);
    runtime.reserveText(hash.length);
    return `${hash.length}:${hash}`;
  });
  runtime.leave(1);
  runtime.reserveText(hashes.reduce((sum, hash) => sum + hash.length, 0));
  return `t${hashes.join('')}`;
}

export function makeDict(
  runtime: Runtime,
  pairs: Iterable<readonly [Value, Value]>,
): Dict {
  const entries = new Map<string, readonly [Value, Value]>();
  for (const [key, value] of pairs) {
    runtime.charge(1);
    const hash = hashKey(runtime, key);
    entries.set(hash, [entries.get(hash)?.[0] ?? key, value]);
  }
  return new Dict(entries);
}

/** The value under a key, or `undefined`. Of a JSON object only own properties count, whatever they are called. */
export function dictGet(
  runtime: Runtime,
  dict: AnyDict,
  key: Value,
): Value | undefined {
  if (dict instanceof Dict) return dict.entries.get(hashKey(runtime, key))?.[1];
  if (typeof key === 'string') return ownProperty(dict, key);
  hashKey(runtime, key);
  return undefined;
}

export function ownProperty(
  object: PlainObject,
  key: string,
): Value | undefined {
  if (!Object.hasOwn(object, key)) return undefined;
  return sanitise(object[key]);
}

/** What is no JSON, such as a function, does not exist for a template. */
function sanitise(value: Value | undefined): Value | undefined {
  return typeof value === 'function' || typeof value === 'symbol'
    ? undefined
    : value;
}

export function dictSize(dict: AnyDict): number {
  return dict instanceof Dict ? dict.entries.size : Object.keys(dict).length;
}

export function dictKeys(dict: AnyDict): readonly Value[] {
  return dict instanceof Dict
    ? Array.from(dict.entries.values(), ([key]) => key)
    : Object.keys(dict);
}

export function dictEntries(
  dict: AnyDict,
): readonly (readonly [Value, Value])[] {
  return isPlainObject(dict)
    ? Object.entries(dict)
    : Array.from(dict.entries.values());
}
