import { formatNumber, type NumberStyle } from './number-format';
import type { Arguments } from './native-function';
import { isFloat, toNumeric } from './numbers';
import { toRepr, toText } from './printing';
import type { Runtime } from './runtime';
import { firstCharacters } from './text';
import { pad } from './text-search';
import type { Value } from './values';

const FIELD = /\{\{|\}\}|\{([^{}:!]*)(?:!([rs]))?(?::([^{}]*))?\}|[{}]/g;
const SPECIFICATION =
  /^(?:([\s\S])?([<>^=]))?([-+ ])?(#)?(0)?(\d{1,9})?([,_])?(?:\.(\d{1,9}))?([a-zA-Z%])?$/u;
const ALIGNMENTS: ReadonlyMap<string, 'left' | 'right' | 'center'> = new Map([
  ['<', 'left'],
  ['>', 'right'],
  ['^', 'center'],
]);

/** Python's `str.format`, for plain fields: `{}`, `{0}`, `{name}`, with `!r` and a format specification. */
export function formatBraces(
  runtime: Runtime,
  text: string,
  args: Arguments,
): string {
  runtime.chargeText(text.length);
  let automatic = 0;
  let result = '';
  let position = 0;
  for (const match of text.matchAll(FIELD)) {
    const [all, field, conversion, specification = ''] = match;
    result += text.slice(position, match.index);
    position = match.index + all.length;
    if (all === '{{' || all === '}}') {
      result += all.charAt(0);
      continue;
    }
    if (field === undefined)
      throw runtime.failure(
        `A single '${all}' in a format; write '${all}${all}' for the character`,
      );
    const key = field === '' ? String(automatic) : field;
    if (field === '') automatic += 1;
    const value = argumentOf(runtime, key, args);
    const shown = conversion === 'r' ? toRepr(runtime, value) : value;
    const formatted = formatValue(runtime, shown, specification);
    runtime.reserveText(result.length + formatted.length);
    result += formatted;
  }
  return result + text.slice(position);
}

function argumentOf(
  runtime: Runtime,
  key: string,
  { positional, named }: Arguments,
): Value {
  if (/[.[]/.test(key)) {
    throw runtime.failure(
      `The format field '{${key}}' reads an attribute; pass the value itself`,
    );
  }
  const value = /^\d+$/.test(key) ? positional[Number(key)] : named.get(key);
  if (value !== undefined) return value;
  throw runtime.failure(`There is no argument for the format field '{${key}}'`);
}

function formatValue(
  runtime: Runtime,
  value: Value,
  specification: string,
): string {
  if (specification === '') return toText(runtime, value);
  const match = SPECIFICATION.exec(specification);
  if (match === null)
    throw runtime.failure(`'${specification}' is not a format specification`);
  const [
    ,
    filler = ' ',
    alignSign,
    sign = '',
    alternate,
    zero,
    width = '0',
    grouping,
    precision,
    type = '',
  ] = match;
  const places = precision === undefined ? undefined : Number(precision);
  const number = typeof value === 'string' ? undefined : toNumeric(value);
  if (number === undefined || type === 's') {
    const text = toText(runtime, value);
    const cut = places === undefined ? text : firstCharacters(text, places);
    return pad(
      runtime,
      cut,
      Number(width),
      ALIGNMENTS.get(alignSign ?? '<') ?? 'left',
      filler,
    );
  }
  const formatted = formatTyped(runtime, value, number, {
    type,
    places,
    alternate: alternate !== undefined,
  });
  const prefix = formatted.sign === '' && sign !== '-' ? sign : formatted.sign;
  const digits =
    grouping === undefined
      ? formatted.digits
      : group(formatted.digits, grouping);
  if (alignSign === '=' || (zero !== undefined && alignSign === undefined)) {
    const fill = zero === undefined ? filler : '0';
    return (
      prefix +
      pad(runtime, digits, Number(width) - prefix.length, 'right', fill)
    );
  }
  return pad(
    runtime,
    prefix + digits,
    Number(width),
    ALIGNMENTS.get(alignSign ?? '>') ?? 'right',
    filler,
  );
}

function formatTyped(
  runtime: Runtime,
  value: Value,
  number: bigint | number,
  {
    type,
    places,
    alternate,
  }: { type: string; places: number | undefined; alternate: boolean },
): { sign: string; digits: string } {
  if (type === '%') {
    const percent = formatNumber(runtime, Number(number) * 100, {
      style: 'f',
      precision: places,
    });
    return { sign: percent.sign, digits: `${percent.digits}%` };
  }
  if (type === '' && places === undefined) {
    const text = isFloat(value) ? toText(runtime, value) : String(number);
    return text.startsWith('-')
      ? { sign: '-', digits: text.slice(1) }
      : { sign: '', digits: text };
  }
  const style = type === '' ? 'g' : type;
  if (!isStyle(style) || (style === 'd' && typeof number === 'number')) {
    throw runtime.failure(`The format '${type}' does not fit the value`);
  }
  return formatNumber(runtime, number, { style, precision: places, alternate });
}

function isStyle(type: string): type is NumberStyle {
  return 'dfFeEgGxXob'.includes(type);
}

/** Puts a separator between the thousands. */
function group(digits: string, separator: string): string {
  const [whole = '', ...rest] = digits.split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3)
    groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return [groups.join(separator), ...rest].join('.');
}
