import { createHash } from 'node:crypto';
import type { JsonValue } from '@plot-palette/domain';

/** What has no category: null, absent, an empty text, a list or an object. */
export const NO_VALUE = '__none__';
/** What came when there were partitions enough. */
export const OTHER_VALUES = '__other__';

/** Most file systems take 255 bytes. */
const MAX_NAME_BYTES = 200;
const HASH_DIGITS = 32;
const ESCAPE_LENGTH = 3;

/**
 * A directory name for a value, safe in keys, shells, globs and file systems: UTF-8, percent-encoded except for ASCII
 * letters, digits, `-`, `_` and `.`; a leading `.` and a leading `__` are encoded too. Decoding gives the value's text
 * back, unless it was too long: then its beginning is followed by `~` and a hash.
 */
export function partitionName(value: JsonValue | undefined): string {
  if (value === undefined || value === null || typeof value === 'object')
    return NO_VALUE;
  const text = String(value);
  if (text === '') return NO_VALUE;
  return shortened(encoded(text), text);
}

function encoded(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_.-]+/gu, (part) =>
      [...Buffer.from(part)].map(escaped).join(''),
    )
    .replace(/^(?:\.|_(?=_))/, (first) => escaped(first.charCodeAt(0)));
}

function escaped(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function shortened(name: string, text: string): string {
  if (name.length <= MAX_NAME_BYTES) return name;
  const room = MAX_NAME_BYTES - HASH_DIGITS - 1;
  const cut = name.slice(0, room);
  const escape = cut.lastIndexOf('%');
  const whole = escape > room - ESCAPE_LENGTH ? cut.slice(0, escape) : cut;
  const hash = createHash('sha256').update(text).digest('hex');
  return `${whole}~${hash.slice(0, HASH_DIGITS)}`;
}
