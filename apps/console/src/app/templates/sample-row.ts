import type { JsonObject, JsonValue } from '@plot-palette/domain';

interface MutableObject {
  [key: string]: JsonValue | MutableObject | MutableObject[];
}

/** A row that has every path: `author.name` → `{"author": {"name": "name"}}`, `tags[]` → `{"tags": ["tags"]}`. */
export function sampleRow(paths: readonly string[]): JsonObject {
  const row: MutableObject = {};
  // Longer paths last, so that `author` does not hide `author.name` behind a text.
  for (const path of [...paths].sort()) place(row, path.split('.'));
  return JSON.parse(JSON.stringify(row)) as JsonObject;
}

function place(parent: MutableObject, [segment, ...rest]: string[]): void {
  if (segment === undefined) return;
  const key = segment.replace(/(\[\])+$/, '');
  const isList = segment.endsWith('[]');
  if (rest.length === 0) {
    parent[key] ??= isList ? [key] : key;
    return;
  }
  const child = childObject(parent[key], isList);
  parent[key] = isList ? [child] : child;
  place(child, rest);
}

function childObject(existing: unknown, isList: boolean): MutableObject {
  const candidate: unknown =
    isList && Array.isArray(existing) ? existing[0] : existing;
  return isObject(candidate) ? candidate : {};
}

function isObject(value: unknown): value is MutableObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
