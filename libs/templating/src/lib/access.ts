import { methodOf } from './container-methods';
import { dictGet, ownProperty } from './dicts';
import { Callable, callNative, expectInteger } from './native-function';
import { toNumeric } from './numbers';
import type { Runtime } from './runtime';
import { characters, hasSurrogates } from './text';
import {
  Dict,
  isDict,
  isList,
  isPlainObject,
  Range,
  RuntimeObject,
  Tuple,
  Undefined,
  type Value,
} from './values';

/**
 * `target.name`. Jinja prefers a dict's methods to its keys; read without a call a method is useless,
 * so here the key wins then, and `order.items` is the data.
 */
export function getAttribute(
  runtime: Runtime,
  target: Value,
  name: string,
): Value | undefined {
  if (target instanceof Undefined) throw missing(runtime, target, `.${name}`);
  const own = isPlainObject(target)
    ? ownProperty(target, name)
    : attributeOf(runtime, target, name);
  if (own !== undefined) return own;
  const method = methodOf(target, name);
  if (method === undefined) return undefined;
  return new Callable('method', name, (callRuntime, args) =>
    callNative(callRuntime, `method '${name}'`, method, target, args),
  );
}

function attributeOf(
  runtime: Runtime,
  target: Value,
  name: string,
): Value | undefined {
  if (target instanceof Dict) return dictGet(runtime, target, name);
  return target instanceof RuntimeObject ? target.attribute?.(name) : undefined;
}

/** `target[index]`. */
export function getItem(
  runtime: Runtime,
  target: Value,
  index: Value,
): Value | undefined {
  if (target instanceof Undefined) throw missing(runtime, target, '[…]');
  if (index instanceof Undefined) throw runtime.undefinedFailure(index);
  if (isDict(target)) {
    const value = dictGet(runtime, target, index);
    if (value !== undefined || typeof index !== 'string') return value;
  }
  if (typeof index === 'string') return getAttribute(runtime, target, index);
  const position = toNumeric(index);
  return typeof position === 'bigint'
    ? elementAt(runtime, target, Number(position))
    : undefined;
}

function missing(runtime: Runtime, target: Undefined, what: string): Error {
  return runtime.failure(
    `${target.hint}, so '${what}' cannot be read from it`,
    { path: target.path },
  );
}

function elementAt(
  runtime: Runtime,
  target: Value,
  position: number,
): Value | undefined {
  if (target instanceof Range) {
    const index = position < 0 ? position + target.length : position;
    return index >= 0 && index < target.length ? target.at(index) : undefined;
  }
  if (typeof target === 'string' && !hasSurrogates(target)) {
    runtime.chargeText(target.length);
    return target.at(position);
  }
  return indexable(runtime, target)?.at(position);
}

/** What can be indexed, as a list; of a text its characters. */
function indexable(
  runtime: Runtime,
  target: Value,
): readonly Value[] | undefined {
  if (isList(target)) return target;
  if (target instanceof Tuple) return target.items;
  if (typeof target !== 'string') return undefined;
  runtime.chargeText(target.length);
  return characters(target);
}

/** `target[start:stop:step]` by Python's rules: bounds are clamped, negative ones count from the end. */
export function getSlice(
  runtime: Runtime,
  target: Value,
  bounds: { readonly start: Value; readonly stop: Value; readonly step: Value },
): Value {
  if (target instanceof Undefined) throw missing(runtime, target, '[…]');
  const step =
    bounds.step === null
      ? 1
      : expectInteger(runtime, bounds.step, 'The step of a slice');
  if (step === 0) throw runtime.failure('The step of a slice must not be 0');
  const read = (bound: Value): number | undefined =>
    bound === null
      ? undefined
      : expectInteger(runtime, bound, 'The bound of a slice');
  const [start, stop] = [read(bounds.start), read(bounds.stop)];
  if (typeof target === 'string') {
    runtime.reserveText(target.length);
    if (step === 1 && !hasSurrogates(target))
      return target.slice(start ?? 0, stop);
    return sliceItems(characters(target), start, stop, step).join('');
  }
  if (target instanceof Range) return sliceRange(target, start, stop, step);
  const items = indexable(runtime, target);
  if (items === undefined)
    throw runtime.typeFailure(target, 'A slice needs a text or list');
  runtime.charge(items.length);
  const sliced = sliceItems(items, start, stop, step);
  return target instanceof Tuple ? new Tuple(sliced) : sliced;
}

function sliceItems<Item extends Value>(
  items: readonly Item[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
): Item[] {
  if (step === 1) return items.slice(start ?? 0, stop);
  const [first, end] = sliceBounds(items.length, start, stop, step);
  const sliced: Item[] = [];
  for (let index = first; step > 0 ? index < end : index > end; index += step) {
    const item = items[index];
    if (item !== undefined) sliced.push(item);
  }
  return sliced;
}

function sliceBounds(
  length: number,
  start: number | undefined,
  stop: number | undefined,
  step: number,
): [first: number, end: number] {
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (bound: number): number =>
    Math.max(lowest, Math.min(highest, bound < 0 ? bound + length : bound));
  return [
    start === undefined ? (step > 0 ? lowest : highest) : clamp(start),
    stop === undefined ? (step > 0 ? highest : lowest) : clamp(stop),
  ];
}

function sliceRange(
  range: Range,
  start: number | undefined,
  stop: number | undefined,
  step: number,
): Range {
  const [first, end] = sliceBounds(range.length, start, stop, step);
  return new Range(range.at(first), range.at(end), range.step * step);
}
