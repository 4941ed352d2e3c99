import type { JsonObject, JsonValue } from '@plot-palette/domain';
import type { Column, ColumnType } from './column-type';

type Shape =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'json' }
  | {
      readonly kind: 'scalar';
      readonly sql: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN';
    }
  | { readonly kind: 'list'; readonly element: ParquetType }
  | {
      readonly kind: 'struct';
      readonly fields: Map<string, ParquetType>;
      /** A struct that holds scalars only, or else is JSON as a whole. */
      readonly flat: boolean;
    };

const MAX_FIELDS = 1_000;
const UNKNOWN: Shape = { kind: 'unknown' };
const JSON_TEXT: Shape = { kind: 'json' };

/**
 * The type of a column: declared first, then widened by what is observed, so that no value is ever lost or
 * refused. A whole number beyond 2^53 makes a BIGINT a DOUBLE; what fits no other type makes its column JSON text.
 */
export class ParquetType {
  private constructor(private shape: Shape) {}

  static unknown(): ParquetType {
    return new ParquetType(UNKNOWN);
  }

  static scalar(sql: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN'): ParquetType {
    return new ParquetType({ kind: 'scalar', sql });
  }

  static struct(fields: Readonly<Record<string, ParquetType>>): ParquetType {
    return new ParquetType({
      kind: 'struct',
      fields: new Map(Object.entries(fields)),
      flat: false,
    });
  }

  /** An object whose fields nobody declared. */
  static flatObject(): ParquetType {
    return new ParquetType({ kind: 'struct', fields: new Map(), flat: true });
  }

  static list(element: ParquetType): ParquetType {
    return new ParquetType({ kind: 'list', element });
  }

  static json(): ParquetType {
    return new ParquetType(JSON_TEXT);
  }

  observe(value: JsonValue): void {
    if (value === null || this.shape.kind === 'json') return;
    if (this.shape.kind === 'unknown') this.shape = scalarOf(value);
    else if (this.shape.kind === 'scalar')
      this.shape = widened(this.shape.sql, value);
    else if (this.shape.kind === 'list') {
      if (!Array.isArray(value)) this.shape = JSON_TEXT;
      else
        for (const element of value as readonly JsonValue[])
          this.shape.element.observe(element);
    } else if (typeof value === 'object' && !Array.isArray(value))
      this.observeMembers(this.shape, value as JsonObject);
    else this.shape = JSON_TEXT;
  }

  /** As observed so far. */
  resolved(): ColumnType {
    const { shape } = this;
    if (shape.kind === 'json') return 'JSON';
    if (shape.kind === 'unknown') return 'VARCHAR';
    if (shape.kind === 'scalar') return shape.sql;
    if (shape.kind === 'list') return { list: shape.element.resolved() };
    return namesAreUsable([...shape.fields.keys()])
      ? { struct: this.columns() }
      : 'JSON';
  }

  /** The columns of a row type. */
  columns(): Column[] {
    return this.shape.kind === 'struct'
      ? [...this.shape.fields].map(([name, type]) => ({
          name,
          type: type.resolved(),
        }))
      : [];
  }

  private observeMembers(
    { fields, flat }: Extract<Shape, { kind: 'struct' }>,
    object: JsonObject,
  ): void {
    // Runs for every value of an export: no arrays of entries.
    for (const name of Object.keys(object)) {
      let field = fields.get(name);
      if (field === undefined) {
        field = ParquetType.unknown();
        fields.set(name, field);
      }
      field.observe(object[name] ?? null);
      if (fields.size > MAX_FIELDS || (flat && field.shape.kind === 'json')) {
        this.shape = JSON_TEXT;
        return;
      }
    }
  }
}

/** DuckDB compares names without case, and has none that are empty. */
function namesAreUsable(names: readonly string[]): boolean {
  const folded = new Set(names.map((name) => name.toLowerCase()));
  return (
    names.length > 0 &&
    folded.size === names.length &&
    !names.some((name) => name === '' || name.includes('\0'))
  );
}

function scalarOf(value: JsonValue): Shape {
  if (typeof value === 'string') return { kind: 'scalar', sql: 'VARCHAR' };
  if (typeof value === 'boolean') return { kind: 'scalar', sql: 'BOOLEAN' };
  if (typeof value !== 'number') return JSON_TEXT;
  return {
    kind: 'scalar',
    sql: Number.isSafeInteger(value) ? 'BIGINT' : 'DOUBLE',
  };
}

function widened(
  sql: Extract<Shape, { kind: 'scalar' }>['sql'],
  value: JsonValue,
): Shape {
  const own = scalarOf(value);
  if (own.kind !== 'scalar') return JSON_TEXT;
  if (own.sql === sql) return own;
  const numbers = [own.sql, sql].every(
    (one) => one === 'BIGINT' || one === 'DOUBLE',
  );
  return numbers ? { kind: 'scalar', sql: 'DOUBLE' } : JSON_TEXT;
}
