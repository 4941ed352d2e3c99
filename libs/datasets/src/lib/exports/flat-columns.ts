import type { JsonObject, JsonValue } from '@plot-palette/domain';
import { fieldPath } from '../field-path';

/** More columns than this no spreadsheet or person can use; then the object becomes one column of JSON. */
const MAX_COLUMNS = 1_000;

/** The columns of objects that are alike but not the same: every dotted path that some row has, in the order of their first sight. */
export class FlatColumns {
  private readonly paths = new Set<string>();
  private whole = false;

  /** `deep` flattens objects in objects; otherwise only the first level has columns of its own. */
  constructor(
    private readonly name: string,
    private readonly deep: boolean,
    declared: readonly string[] = [],
  ) {
    for (const key of declared) this.paths.add(fieldPath('', key));
    this.limit();
  }

  observe(value: JsonValue): void {
    if (this.paths.size > MAX_COLUMNS) return;
    if (!isObject(value)) this.whole = true;
    else for (const path of this.flatten(value).keys()) this.paths.add(path);
    this.limit();
  }

  names(): string[] {
    if (this.paths.size > MAX_COLUMNS) return [this.name];
    const fields = [...this.paths].map((path) => `${this.name}.${path}`);
    // A value that is no object has no fields, and must still be somewhere.
    return this.whole || fields.length === 0 ? [this.name, ...fields] : fields;
  }

  values(value: JsonValue | undefined): (JsonValue | undefined)[] {
    if (this.paths.size > MAX_COLUMNS) return [value];
    const flat = isObject(value)
      ? this.flatten(value)
      : new Map<string, JsonValue>();
    const fields = [...this.paths].map((path) => flat.get(path));
    return this.whole || fields.length === 0
      ? [isObject(value) && fields.length > 0 ? undefined : value, ...fields]
      : fields;
  }

  private flatten(object: JsonObject): Map<string, JsonValue> {
    const flat = new Map<string, JsonValue>();
    const add = (parent: string, members: JsonObject): void => {
      for (const [key, value] of Object.entries(members)) {
        const path = fieldPath(parent, key);
        if (this.deep && isObject(value) && Object.keys(value).length > 0)
          add(path, value);
        else flat.set(path, value);
      }
    };
    add('', object);
    return flat;
  }

  /** The set is kept at its limit, as the sign that it was passed; no more is needed of it. */
  private limit(): void {
    if (this.paths.size <= MAX_COLUMNS + 1) return;
    const kept = [...this.paths].slice(0, MAX_COLUMNS + 1);
    this.paths.clear();
    for (const path of kept) this.paths.add(path);
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
