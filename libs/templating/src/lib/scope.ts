import { ownProperty } from './dicts';
import { GLOBALS } from './globals';
import type { PlainObject, Value } from './values';

/** The variables of one block; what it lacks is looked up around it, in the context and among the globals. */
export class Scope {
  private variables: Map<string, Value> | undefined;

  private constructor(
    private readonly context: PlainObject,
    private readonly parent: Scope | undefined,
  ) {}

  static root(context: PlainObject): Scope {
    return new Scope(context, undefined);
  }

  inner(): Scope {
    return new Scope(this.context, this);
  }

  set(name: string, value: Value): void {
    this.variables ??= new Map();
    this.variables.set(name, value);
  }

  get(name: string): Value | undefined {
    const own = this.variables?.get(name);
    if (own !== undefined) return own;
    if (this.parent !== undefined) return this.parent.get(name);
    const value = ownProperty(this.context, name);
    return value === undefined ? GLOBALS.get(name) : value;
  }
}
