import type {
  FieldProfile,
  JsonObject,
  JsonValue,
  SeedProfile,
  ValueType,
} from '@plot-palette/domain';
import { fieldPath } from '../field-path';
import {
  MAX_MISSING_ROWS,
  MAX_PATH_CHARACTERS,
  MAX_PROFILE_PATHS,
} from './seed-limits';

interface Field {
  present: number;
  lastRow: number;
  readonly types: Partial<Record<ValueType, number>>;
  readonly missingRows: number[];
}

/**
 * Counts what the rows have at each dotted path. Its memory is bounded by paths, not rows: a missing row is seen as the
 * gap between two rows that have the path. At a path through an array (`characters[].name`) a row counts once.
 */
export class SeedProfiler {
  private readonly fields = new Map<string, Field>();
  private rows = 0;
  private truncated = false;

  add(row: JsonObject): void {
    this.addMembers('', row);
    this.rows += 1;
  }

  profile(): SeedProfile {
    const fields = Object.create(null) as Record<string, FieldProfile>;
    for (const [path, field] of this.fields) {
      this.noteGap(field, this.rows);
      const { present, types, missingRows } = field;
      fields[path] = { present, types, missingRows };
    }
    return { rows: this.rows, fields, truncated: this.truncated };
  }

  private addMembers(prefix: string, object: JsonObject): void {
    for (const [key, value] of Object.entries(object))
      this.addValue(fieldPath(prefix, key), value);
  }

  private addValue(path: string, value: JsonValue): void {
    const field = this.field(path);
    // What lies below a path that is not kept has a longer path, and would not be kept either.
    if (field === undefined) return;
    if (field.lastRow !== this.rows) {
      this.noteGap(field, this.rows);
      field.present += 1;
      field.lastRow = this.rows;
    }
    const type = typeOf(value);
    field.types[type] = (field.types[type] ?? 0) + 1;
    if (Array.isArray(value))
      for (const element of value as readonly JsonValue[])
        this.addValue(`${path}[]`, element);
    else if (typeof value === 'object' && value !== null)
      this.addMembers(path, value as JsonObject);
  }

  private field(path: string): Field | undefined {
    const known = this.fields.get(path);
    if (known !== undefined) return known;
    if (
      this.fields.size >= MAX_PROFILE_PATHS ||
      path.length > MAX_PATH_CHARACTERS
    ) {
      this.truncated = true;
      return undefined;
    }
    const field: Field = {
      present: 0,
      lastRow: -1,
      types: {},
      missingRows: [],
    };
    this.fields.set(path, field);
    return field;
  }

  /** The rows between the last one that had the field and `before` lack it. */
  private noteGap(field: Field, before: number): void {
    for (
      let row = field.lastRow + 1;
      row < before && field.missingRows.length < MAX_MISSING_ROWS;
      row += 1
    )
      field.missingRows.push(row);
  }
}

function typeOf(value: JsonValue): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as ValueType;
}
