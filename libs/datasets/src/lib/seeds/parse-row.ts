import type { JsonObject, JsonValue } from '@plot-palette/domain';
import { invalidSeed } from './invalid-seed';
import { MAX_KEYS_PER_ROW, MAX_NESTING } from './seed-limits';

/** Numbers a double may not hold are rare, and looking at each number's source text is slow: look only where one may be. */
const MAY_LOSE_DIGITS = /\d{16}|\d[eE]/;
const INTEGER = /^-?\d+$/;

/**
 * Reads one row. Integers whose digits a double would change, and numbers beyond its range, become strings of the same digits,
 * so that a prompt shows them as the file does. Throws InvalidInput for anything but an object within the limits.
 */
export function parseRow(
  text: string,
  fileName: string,
  place: string,
): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidSeed(
      fileName,
      place,
      `this is not valid JSON: ${reason}.`,
      error,
    );
  }
  const fault = shapeFault(value);
  if (fault !== undefined) throw invalidSeed(fileName, place, fault);
  const exact = MAY_LOSE_DIGITS.test(text)
    ? JSON.parse(text, exactNumber)
    : value;
  return exact as JsonObject;
}

/** Says what keeps a value from being a row; undefined when nothing does. */
export function shapeFault(value: JsonValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `the row is ${describeKind(value)}; every row must be an object with named fields, like {"title": "…"}.`;
  let keys = 0;
  const tooDeep = (node: JsonValue, depth: number): boolean => {
    if (typeof node !== 'object' || node === null) return false;
    if (depth > MAX_NESTING) return true;
    const children = Object.values(node);
    if (!Array.isArray(node)) keys += children.length;
    return children.some((child: JsonValue) => tooDeep(child, depth + 1));
  };
  if (tooDeep(value, 1))
    return `the row is nested deeper than ${MAX_NESTING} levels; flatten it.`;
  return keys > MAX_KEYS_PER_ROW
    ? `the row has ${keys} fields, and ${MAX_KEYS_PER_ROW} are allowed; split it or drop fields.`
    : undefined;
}

function describeKind(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function exactNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  const lossy =
    !Number.isFinite(value) ||
    (INTEGER.test(source) && value !== 0 && String(value) !== source);
  return lossy ? source : value;
}
