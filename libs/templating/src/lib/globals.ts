import { dictEntries, makeDict } from './dicts';
import { iterate } from './iteration';
import {
  Callable,
  expectInteger,
  textOf,
  type Arguments,
} from './native-function';
import type { Runtime } from './runtime';
import {
  isDict,
  Namespace,
  Range,
  RuntimeObject,
  valueOr,
  type Value,
} from './values';

/** `cycler('a', 'b')`: gives its values in turn. */
class Cycler extends RuntimeObject {
  readonly typeName = 'Cycler';
  private position = 0;

  constructor(private readonly items: readonly Value[]) {
    super();
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'current':
        return this.items[this.position];
      case 'next':
        return new Callable('method', name, () => this.next());
      case 'reset':
        return new Callable('method', name, () => {
          this.position = 0;
          return null;
        });
      default:
        return undefined;
    }
  }

  private next(): Value {
    const value = this.items[this.position] ?? null;
    this.position = (this.position + 1) % this.items.length;
    return value;
  }
}

function range(runtime: Runtime, { positional, named }: Arguments): Value {
  if (named.size > 0 || positional.length < 1 || positional.length > 3) {
    throw runtime.failure(
      'range() takes one to three ints: range(stop), range(start, stop, step)',
    );
  }
  const [first = 0, second = 0, step = 1] = positional.map((value) =>
    expectInteger(runtime, value, 'An argument of range()'),
  );
  if (step === 0) throw runtime.failure('The step of range() must not be 0');
  const made =
    positional.length === 1
      ? new Range(0, first, 1)
      : new Range(first, second, step);
  if (made.length > runtime.limits.valueSize) runtime.reserveItems(made.length);
  return made;
}

function pairsOf(
  runtime: Runtime,
  { positional, named }: Arguments,
): (readonly [Value, Value])[] {
  const [source] = positional;
  const pairs: (readonly [Value, Value])[] =
    source !== undefined && isDict(source) ? [...dictEntries(source)] : [];
  if (source !== undefined && !isDict(source)) {
    for (const pair of iterate(runtime, source)) {
      const [key, value, ...rest] = iterate(runtime, pair);
      if (key === undefined || value === undefined || rest.length > 0) {
        throw runtime.failure('dict() needs pairs of a key and a value');
      }
      pairs.push([key, value]);
    }
  }
  runtime.charge(pairs.length);
  return [...pairs, ...named];
}

function namespace(runtime: Runtime, args: Arguments): Value {
  const made = new Namespace();
  for (const [name, value] of pairsOf(runtime, args))
    made.attributes.set(textOf(runtime, name), value);
  return made;
}

function cycler(runtime: Runtime, { positional }: Arguments): Value {
  if (positional.length === 0)
    throw runtime.failure('cycler() needs at least one value');
  return new Cycler(positional);
}

function joiner(runtime: Runtime, { positional, named }: Arguments): Value {
  const separator = valueOr(positional[0], () =>
    valueOr(named.get('sep'), () => ', '),
  );
  let isFirst = true;
  return new Callable('Joiner', 'joiner', () => {
    if (!isFirst) return separator;
    isFirst = false;
    return textOf(runtime, '');
  });
}

const FUNCTIONS: readonly (readonly [
  string,
  (runtime: Runtime, args: Arguments) => Value,
])[] = [
  ['range', range],
  ['dict', (runtime, args) => makeDict(runtime, pairsOf(runtime, args))],
  ['namespace', namespace],
  ['cycler', cycler],
  ['joiner', joiner],
];

/** Names that exist in every template. */
export const GLOBALS: ReadonlyMap<string, Value> = new Map(
  FUNCTIONS.map(([name, call]) => [name, new Callable('function', name, call)]),
);
