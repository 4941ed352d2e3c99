import { isEqual } from './comparison';
import { Callable } from './native-function';
import type { Runtime } from './runtime';
import { RuntimeObject, Tuple, Undefined, valueOr, type Value } from './values';

/** The variable `loop` inside of a `for`. */
export class Loop extends RuntimeObject {
  readonly typeName = 'LoopContext';
  index = 0;
  private lastChecked: Tuple | undefined;

  constructor(private readonly items: readonly Value[]) {
    super();
  }

  override attribute(name: string): Value | undefined {
    const { index, items } = this;
    switch (name) {
      case 'index':
        return index + 1;
      case 'index0':
        return index;
      case 'revindex':
        return items.length - index;
      case 'revindex0':
        return items.length - index - 1;
      case 'first':
        return index === 0;
      case 'last':
        return index === items.length - 1;
      case 'length':
        return items.length;
      case 'depth':
        return 1;
      case 'depth0':
        return 0;
      case 'previtem':
        return valueOr(
          items[index - 1],
          () => new Undefined('There is no previous item', 'loop.previtem'),
        );
      case 'nextitem':
        return valueOr(
          items[index + 1],
          () => new Undefined('There is no next item', 'loop.nextitem'),
        );
      case 'cycle':
        return new Callable('method', name, (runtime, { positional }) =>
          this.cycle(runtime, positional),
        );
      case 'changed':
        return new Callable('method', name, (runtime, { positional }) =>
          this.hasChanged(runtime, positional),
        );
      default:
        return undefined;
    }
  }

  private cycle(runtime: Runtime, values: readonly Value[]): Value {
    const value = values[this.index % values.length];
    if (value === undefined)
      throw runtime.failure('loop.cycle() needs at least one value');
    return value;
  }

  private hasChanged(runtime: Runtime, values: readonly Value[]): boolean {
    const current = new Tuple(values);
    const isSame =
      this.lastChecked !== undefined &&
      isEqual(runtime, this.lastChecked, current);
    this.lastChecked = current;
    return !isSame;
  }
}
