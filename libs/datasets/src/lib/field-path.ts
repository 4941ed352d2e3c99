/** Keys that would read as a path of their own are quoted, so that `{"a.b": 1}` is not mistaken for `{"a": {"b": 1}}`. */
const AMBIGUOUS_KEY = /[.[\]]/;

/** The dotted path of a key inside the object at `parent`, which is empty for the row itself. */
export function fieldPath(parent: string, key: string): string {
  const name = AMBIGUOUS_KEY.test(key) ? `[${JSON.stringify(key)}]` : key;
  return parent === '' ? name : `${parent}.${name}`;
}
