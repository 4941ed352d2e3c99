import type { JsonObject } from '@plot-palette/domain';
import { invalidSeed } from './invalid-seed';
import { MAX_KEYS_PER_ROW, MAX_NESTING } from './seed-limits';

const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter that the first line has most of, outside quotes; a comma when it has none. */
export function detectDelimiter(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((one) => [one, 0]));
  let quoted = false;
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '\n' || character === '\r') break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  return DELIMITERS.reduce((best, one) =>
    (counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best,
  );
}

interface MutableObject {
  [key: string]: string | MutableObject;
}

/** The columns of a CSV file. A header `author.name` puts its values at `name` inside the object `author`. */
export class CsvHeader {
  readonly width: number;
  private readonly paths: readonly (readonly string[])[];

  /** Throws InvalidInput for names that are empty, doubled or contradict one another. */
  constructor(fields: readonly string[], fileName: string) {
    const names = fields.map((field) => field.trim());
    const fault = headerFault(names);
    if (fault !== undefined) throw invalidSeed(fileName, 'header', fault);
    this.width = names.length;
    this.paths = names.map((name) => name.split('.'));
  }

  /** Every value stays the string that it is in the file: `007` and `1e5` are not numbers unless the user says so. */
  row(fields: readonly string[]): JsonObject {
    const row = emptyObject();
    this.paths.forEach((path, column) => {
      let node = row;
      path.forEach((key, depth) => {
        if (depth === path.length - 1) {
          node[key] = fields[column] ?? '';
          return;
        }
        const child = node[key];
        node = typeof child === 'object' ? child : (node[key] = emptyObject());
      });
    });
    return row;
  }
}

/** Without a prototype, `__proto__` is a name like any other. */
function emptyObject(): MutableObject {
  return Object.create(null) as MutableObject;
}

function headerFault(names: readonly string[]): string | undefined {
  if (names.length > MAX_KEYS_PER_ROW)
    return `the file has ${names.length} columns, and ${MAX_KEYS_PER_ROW} are allowed; drop some.`;
  const seen = new Set<string>();
  const parents = new Map<string, string>();
  for (const [column, name] of names.entries()) {
    const path = name.split('.');
    if (path.some((key) => key === ''))
      return name === ''
        ? `column ${column + 1} has no name; name it or delete it.`
        : `column ${column + 1}, "${name}", has an empty part between its dots; rename it.`;
    if (path.length > MAX_NESTING)
      return `column ${column + 1} is nested deeper than ${MAX_NESTING} levels; use fewer dots.`;
    if (seen.has(name))
      return `the name "${name}" stands over two columns; rename one.`;
    seen.add(name);
    for (let depth = 1; depth < path.length; depth += 1)
      parents.set(path.slice(0, depth).join('.'), name);
  }
  for (const name of seen) {
    const child = parents.get(name);
    if (child !== undefined)
      return `"${name}" cannot be a value and also hold "${child}"; rename one of the columns.`;
  }
  return undefined;
}
