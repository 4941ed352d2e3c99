/** Counts by name. Past `maxNames` further names share one entry, so that hostile names cannot eat the memory. */
export class Tally<Value> {
  private readonly byName = new Map<string, Value>();

  constructor(
    private readonly create: () => Value,
    private readonly maxNames = 1000,
  ) {}

  at(name: string): Value {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const key = this.byName.size < this.maxNames ? name : '(other)';
    const value = this.byName.get(key) ?? this.create();
    this.byName.set(key, value);
    return value;
  }

  /** One plain object, each value as `view` shows it. */
  report<View>(view: (value: Value) => View): Readonly<Record<string, View>> {
    return Object.fromEntries(
      Array.from(this.byName, ([name, value]) => [name, view(value)]),
    );
  }
}
