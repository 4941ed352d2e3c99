import { toNumeric } from './numbers';
import type { Runtime } from './runtime';
import { toText } from './printing';
import { RuntimeObject, Undefined, type Value } from './values';

/** The evaluated arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** A required parameter, or one with its default value. */
export type NativeParameter =
  string | readonly [name: string, defaultValue: Value];

/** A filter, test, method or global: `self` is what it is applied to (`null` for globals). */
export interface NativeFunction {
  /** Without parameters, the function sees its arguments as they are. */
  readonly parameters: readonly NativeParameter[] | undefined;
  readonly run: (runtime: Runtime, self: Value, args: Arguments) => Value;
}

/** A function whose arguments are bound to its parameters, by position or name. */
export function native(
  parameters: readonly NativeParameter[],
  run: (runtime: Runtime, self: Value, ...args: Value[]) => Value,
): NativeFunction {
  return {
    parameters,
    run: (runtime, self, { positional }) => run(runtime, self, ...positional),
  };
}

export function variadic(run: NativeFunction['run']): NativeFunction {
  return { parameters: undefined, run };
}

/** @param name how messages call the function, such as `filter 'join'` */
export function callNative(
  runtime: Runtime,
  name: string,
  callee: NativeFunction,
  self: Value,
  args: Arguments,
): Value {
  const { parameters } = callee;
  if (parameters === undefined) return callee.run(runtime, self, args);
  const positional = bind(runtime, name, parameters, args);
  return callee.run(runtime, self, { positional, named: args.named });
}

function bind(
  runtime: Runtime,
  name: string,
  parameters: readonly NativeParameter[],
  { positional, named }: Arguments,
): Value[] {
  if (positional.length > parameters.length) {
    throw runtime.failure(
      `The ${name} takes at most ${parameters.length} arguments, got ${positional.length}`,
    );
  }
  const names = parameters.map((parameter) =>
    typeof parameter === 'string' ? parameter : parameter[0],
  );
  for (const given of named.keys()) {
    const index = names.indexOf(given);
    if (index === -1) {
      throw runtime.failure(
        `The ${name} has no argument '${given}'; it has: ${names.join(', ') || 'none'}`,
      );
    }
    if (index < positional.length)
      throw runtime.failure(`The ${name} got two values for '${given}'`);
  }
  return parameters.map((parameter, index) => {
    const [parameterName, defaultValue] =
      typeof parameter === 'string' ? [parameter] : parameter;
    const byPosition = positional[index];
    const value =
      byPosition === undefined ? named.get(parameterName) : byPosition;
    // Only what was not given takes the default: None is a value like any other.
    if (value !== undefined) return value;
    if (defaultValue !== undefined) return defaultValue;
    throw runtime.failure(`The ${name} needs the argument '${parameterName}'`);
  });
}

/** Something that a template can call: a macro, a method bound to its value, a global. */
export class Callable extends RuntimeObject {
  constructor(
    readonly typeName: string,
    readonly name: string,
    readonly call: (runtime: Runtime, args: Arguments) => Value,
  ) {
    super();
  }
}

/** An int argument as a JavaScript number; huge ones lose digits, but no limit lets them through. */
export function expectInteger(
  runtime: Runtime,
  value: Value,
  what: string,
): number {
  const number = toNumeric(value);
  if (typeof number === 'bigint') return Number(number);
  throw runtime.typeFailure(value, `${what} must be an int`);
}

export function expectText(
  runtime: Runtime,
  value: Value,
  what: string,
): string {
  if (typeof value === 'string') return value;
  throw runtime.typeFailure(value, `${what} must be a text`);
}

/** What a text filter works on: any value as its text. */
export function textOf(runtime: Runtime, value: Value): string {
  const text = value instanceof Undefined ? '' : toText(runtime, value);
  runtime.chargeText(text.length);
  return text;
}
