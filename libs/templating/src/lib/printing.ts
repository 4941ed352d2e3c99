import { formatFloat, isFloat } from './numbers';
import type { Runtime } from './runtime';
import {
  Dict,
  DictView,
  IntegralFloat,
  isList,
  Namespace,
  Range,
  RuntimeObject,
  Tuple,
  Undefined,
  type PlainObject,
  type Value,
} from './values';

const UNPRINTABLE = /[\p{C}\p{Z}\\]/u;
const UNPRINTABLE_ALL = /[\p{C}\p{Z}\\]/gu;
const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
  [' ', ' '],
]);

/** Python's `str(value)`: what `{{ value }}` prints. */
export function toText(runtime: Runtime, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value))
    return String(value);
  if (value instanceof Undefined) return '';
  return toRepr(runtime, value);
}

/** Python's `repr(value)`. */
export function toRepr(runtime: Runtime, value: Value): string {
  const parts = new Parts(runtime);
  writeRepr(parts, value);
  return parts.toString();
}

/** A text in the making, which never grows beyond the limit of a value. */
class Parts {
  private readonly parts: string[] = [];
  private length = 0;

  constructor(readonly runtime: Runtime) {}

  write(part: string): void {
    this.length += part.length;
    if (this.length > this.runtime.limits.valueSize)
      this.runtime.reserveText(this.length);
    this.runtime.chargeText(part.length);
    this.parts.push(part);
  }

  toString(): string {
    return this.parts.join('');
  }
}

function writeRepr(parts: Parts, value: Value): void {
  if (typeof value === 'string') {
    parts.runtime.chargeText(value.length);
    parts.write(quote(value));
  } else if (typeof value !== 'object' || value === null) {
    parts.write(reprOfScalar(value));
  } else {
    parts.runtime.enter(1);
    writeContainer(parts, value);
    parts.runtime.leave(1);
  }
}

function reprOfScalar(value: null | boolean | number | bigint): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return isFloat(value) ? formatFloat(value) : String(value);
}

function writeContainer(
  parts: Parts,
  value: readonly Value[] | PlainObject | RuntimeObject,
): void {
  if (isList(value)) writeItems(parts, '[', value, ']');
  else if (!(value instanceof RuntimeObject))
    writePairs(parts, plainPairs(value));
  else if (value instanceof IntegralFloat)
    parts.write(formatFloat(value.value));
  else if (value instanceof Tuple)
    writeItems(parts, '(', value.items, value.items.length === 1 ? ',)' : ')');
  else if (value instanceof Dict) writePairs(parts, value.entries.values());
  else if (value instanceof DictView)
    writeItems(parts, `${value.typeName}([`, value.items, '])');
  else if (value instanceof Range) parts.write(reprOfRange(value));
  else if (value instanceof Undefined) parts.write('Undefined');
  else if (value instanceof Namespace) writeNamespace(parts, value);
  else parts.write(`<${value.typeName}>`);
}

function writeItems(
  parts: Parts,
  opening: string,
  items: readonly Value[],
  closing: string,
): void {
  parts.write(opening);
  items.forEach((item, index) => {
    if (index > 0) parts.write(', ');
    writeRepr(parts, item);
  });
  parts.write(closing);
}

function writePairs(
  parts: Parts,
  pairs: Iterable<readonly [Value, Value]>,
): void {
  let separator = '{';
  for (const [key, value] of pairs) {
    parts.write(separator);
    writeRepr(parts, key);
    parts.write(': ');
    writeRepr(parts, value);
    separator = ', ';
  }
  parts.write(separator === '{' ? '{}' : '}');
}

function writeNamespace(parts: Parts, namespace: Namespace): void {
  parts.write('<Namespace ');
  writePairs(parts, namespace.attributes);
  parts.write('>');
}

function plainPairs(value: PlainObject): readonly (readonly [Value, Value])[] {
  return Object.entries(value);
}

function reprOfRange({ start, stop, step }: Range): string {
  return step === 1
    ? `range(${start}, ${stop})`
    : `range(${start}, ${stop}, ${step})`;
}

/** Python's quoting of a string: single quotes unless only double ones spare an escape. */
export function quote(text: string): string {
  const usesDouble = text.includes("'") && !text.includes('"');
  const escaped = UNPRINTABLE.test(text)
    ? text.replace(UNPRINTABLE_ALL, escapeCharacter)
    : text;
  if (usesDouble) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

function escapeCharacter(character: string): string {
  const named = NAMED_ESCAPES.get(character);
  if (named !== undefined) return named;
  const codePoint = character.codePointAt(0) ?? 0;
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff
    ? `\\u${hex.padStart(4, '0')}`
    : `\\U${hex.padStart(8, '0')}`;
}
