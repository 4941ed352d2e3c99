import { attributeReader } from './item-attribute';
import { iterate } from './iteration';
import {
  callNative,
  expectText,
  variadic,
  type Arguments,
  type NativeFunction,
} from './native-function';
import type { Runtime } from './runtime';
import { isTruthy, type Value } from './values';

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

/** Filters that apply a filter or test, named by a text, to every element. */
export const SELECTION_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  ['map', variadic(map)],
  ['select', selecting(true, false)],
  ['reject', selecting(false, false)],
  ['selectattr', selecting(true, true)],
  ['rejectattr', selecting(false, true)],
]);
