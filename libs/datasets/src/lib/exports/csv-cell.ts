import type { JsonValue } from '@plot-palette/domain';

/** What a spreadsheet may take for a formula (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * The text of a cell. Text that a spreadsheet would run gets an apostrophe in front; numbers are never text, so that
 * `-1` stays a number. Lists and objects are JSON; null and what is absent are empty.
 */
export function csvCell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string')
    return FORMULA_START.test(value) ? `'${value}` : value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
