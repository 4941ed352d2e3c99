import { dictGet } from './dicts';
import { formatNumber, type NumberStyle } from './number-format';
import { toNumeric } from './numbers';
import { toRepr, toText } from './printing';
import type { Runtime } from './runtime';
import { firstCharacters } from './text';
import { pad } from './text-search';
import { isDict, isList, Tuple, type Value } from './values';

/** `%(name)-08.3f`: name, flags, width, precision, type. */
const DIRECTIVE =
  /%(?:\(([^()]*)\))?([-+ 0#]*)(\d{1,9}|\*)?(?:\.(\d{1,9}|\*)?)?[hlL]?([\s\S])?/g;

/** Python's `text % values`, without `*` widths. */
export function formatPercent(
  runtime: Runtime,
  text: string,
  values: readonly Value[],
  mapping: Value,
): string {
  let used = 0;
  let usesNames = false;
  let result = '';
  let position = 0;
  for (const match of text.matchAll(DIRECTIVE)) {
    const [all, name, flags = '', width, precision, type] = match;
    result += text.slice(position, match.index);
    position = match.index + all.length;
    if (type === '%') {
      result += '%';
      continue;
    }
    let value: Value | undefined;
    if (name === undefined) {
      value = values[used];
      used += 1;
    } else {
      usesNames = true;
      value = isDict(mapping) ? dictGet(runtime, mapping, name) : undefined;
    }
    if (value === undefined)
      throw runtime.failure(`There is no value for '${all}' in the format`);
    if (width === '*' || precision === '*')
      throw runtime.failure(`'*' is not supported in a format: '${all}'`);
    const hasPrecision = /\.\d*[hlL]?[\s\S]?$/.test(
      all.slice(name === undefined ? 1 : name.length + 3),
    );
    const formatted = formatDirective(
      runtime,
      value,
      {
        flags,
        type: type ?? '',
        precision: hasPrecision ? Number(precision ?? 0) : undefined,
      },
      Number(width ?? 0),
    );
    runtime.reserveText(result.length + formatted.length);
    result += formatted;
  }
  const isMapping = isDict(mapping) || isList(mapping);
  if (
    !usesNames &&
    used < values.length &&
    !(isMapping && !(mapping instanceof Tuple))
  ) {
    throw runtime.failure(`The format uses ${used} of ${values.length} values`);
  }
  return result + text.slice(position);
}

interface Directive {
  readonly flags: string;
  readonly type: string;
  readonly precision: number | undefined;
}

function formatDirective(
  runtime: Runtime,
  value: Value,
  directive: Directive,
  width: number,
): string {
  const { flags, type, precision } = directive;
  const align = flags.includes('-') ? 'left' : 'right';
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? toText(runtime, value) : toRepr(runtime, value);
    return pad(
      runtime,
      precision === undefined ? text : firstCharacters(text, precision),
      width,
      align,
    );
  }
  if (type === 'c' && typeof value === 'string')
    return pad(runtime, firstCharacters(value, 1), width, align);
  if (!isNumberStyle(type))
    throw runtime.failure(`'%${type}' is not a known format`);
  const number = toNumeric(value);
  if (number === undefined)
    throw runtime.typeFailure(value, `'%${type}' needs a number`);
  const style = type === 'i' || type === 'u' ? 'd' : type;
  const { sign, digits } = formatNumber(runtime, number, {
    style,
    precision,
    alternate: flags.includes('#'),
  });
  const positiveSign = flags.includes('+')
    ? '+'
    : flags.includes(' ')
      ? ' '
      : '';
  const prefix = sign === '' ? positiveSign : sign;
  if (align === 'right' && flags.includes('0')) {
    return prefix + pad(runtime, digits, width - prefix.length, 'right', '0');
  }
  return pad(runtime, prefix + digits, width, align);
}

function isNumberStyle(type: string): type is NumberStyle | 'i' | 'u' {
  return type !== '' && 'diufFeEgGxXo'.includes(type);
}
