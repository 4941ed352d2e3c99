import { makeDict } from './dicts';
import { escapeMarkup, stripTags } from './markup';
import {
  expectInteger,
  expectText,
  native,
  textOf,
  variadic,
  type NativeFunction,
} from './native-function';
import { formatPercent } from './percent-format';
import { toRepr, toText } from './printing';
import type { Runtime } from './runtime';
import { characterCount, firstCharacters, splitLines } from './text';
import {
  capitalize,
  pad,
  replaceText,
  splitAtLast,
  strip,
} from './text-search';
import { urlEncode } from './url-encoding';
import { isTruthy, Tuple, Undefined, type Value } from './values';
import { wrapLine } from './word-wrap';

/** Jinja's `truncate` leaves a text alone that is this much too long. */
const TRUNCATE_LEEWAY = 5;
const TITLE_SEPARATOR = /([-\s({[<]+)/u;

function textFilter(
  run: (runtime: Runtime, text: string) => Value,
): NativeFunction {
  return native([], (runtime, self) => {
    const result = run(runtime, textOf(runtime, self));
    if (typeof result === 'string') runtime.reserveText(result.length);
    return result;
  });
}

/** Jinja's `title`: unlike `str.title()`, only separators start a word, so that `don't` stays one. */
function titleCase(text: string): string {
  return text
    .split(TITLE_SEPARATOR)
    .map((part) => capitalize(part))
    .join('');
}

function truncate(
  runtime: Runtime,
  self: Value,
  length: Value,
  killWords: Value,
  end: Value,
  leeway: Value,
): Value {
  const limit = expectInteger(runtime, length, 'length');
  const ending = expectText(runtime, end, 'end');
  const tolerance =
    leeway === null
      ? TRUNCATE_LEEWAY
      : expectInteger(runtime, leeway, 'leeway');
  const kept = limit - characterCount(ending);
  if (kept < 0)
    throw runtime.failure(
      `length must be at least ${characterCount(ending)}, the length of end`,
    );
  if (tolerance < 0) throw runtime.failure('leeway must not be negative');
  const text = textOf(runtime, self);
  if (characterCount(text) <= limit + tolerance) return text;
  const cut = firstCharacters(text, kept);
  return (
    (isTruthy(runtime, killWords) ? cut : (splitAtLast(cut, ' ', 1)[0] ?? '')) +
    ending
  );
}

function indent(
  runtime: Runtime,
  self: Value,
  width: Value,
  first: Value,
  blank: Value,
): Value {
  const text = textOf(runtime, self);
  const lines = splitLines(`${text}\n`);
  const isText = typeof width === 'string';
  const unitLength = isText
    ? width.length
    : Math.max(0, expectInteger(runtime, width, 'width'));
  runtime.reserveText(text.length + lines.length * unitLength);
  const unit = isText ? width : ' '.repeat(unitLength);
  return lines
    .map((line, index) => {
      const isIndented =
        index === 0
          ? isTruthy(runtime, first)
          : line !== '' || isTruthy(runtime, blank);
      return isIndented ? unit + line : line;
    })
    .join('\n');
}

function wordWrap(
  runtime: Runtime,
  self: Value,
  width: Value,
  breakLongWords: Value,
  wrapString: Value,
  breakOnHyphens: Value,
): Value {
  const columns = expectInteger(runtime, width, 'width');
  if (columns <= 0) throw runtime.failure('width must be positive');
  const separator =
    wrapString === null ? '\n' : expectText(runtime, wrapString, 'wrapstring');
  const text = textOf(runtime, self);
  runtime.charge(text.length);
  const lines = splitLines(text).flatMap((line) => {
    const wrapped = wrapLine(line, columns, {
      breaksLongWords: isTruthy(runtime, breakLongWords),
      breaksOnHyphens: isTruthy(runtime, breakOnHyphens),
    });
    // An empty line stays one.
    return wrapped.length === 0 ? [''] : wrapped;
  });
  runtime.reserveText(text.length + lines.length * separator.length);
  return lines.join(separator);
}

/** Filters on text. */
export const TEXT_FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  ['upper', textFilter((_, text) => text.toUpperCase())],
  ['lower', textFilter((_, text) => text.toLowerCase())],
  ['title', textFilter((_, text) => titleCase(text))],
  ['capitalize', textFilter((_, text) => capitalize(text))],
  ['string', textFilter((_, text) => text)],
  ['safe', textFilter((_, text) => text)],
  ['escape', textFilter((_, text) => escapeMarkup(text))],
  ['striptags', textFilter((_, text) => stripTags(text))],
  [
    'wordcount',
    textFilter((_, text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  ],
  ['pprint', native([], (runtime, self) => toRepr(runtime, self))],
  [
    'trim',
    native([['chars', null]], (runtime, self, chars = null) =>
      strip(
        textOf(runtime, self),
        chars === null ? undefined : expectText(runtime, chars, 'chars'),
        'both',
      ),
    ),
  ],
  [
    'replace',
    native(
      ['old', 'new', ['count', null]],
      (runtime, self, old = null, replacement = null, count = null) =>
        replaceText(
          runtime,
          textOf(runtime, self),
          toText(runtime, old),
          toText(runtime, replacement),
          count === null ? -1 : expectInteger(runtime, count, 'count'),
        ),
    ),
  ],
  [
    'truncate',
    native(
      [
        ['length', 255],
        ['killwords', false],
        ['end', '...'],
        ['leeway', null],
      ],
      (
        runtime,
        self,
        length = null,
        killWords = null,
        end = null,
        leeway = null,
      ) => truncate(runtime, self, length, killWords, end, leeway),
    ),
  ],
  [
    'indent',
    native(
      [
        ['width', 4],
        ['first', false],
        ['blank', false],
      ],
      (runtime, self, width = null, first = null, blank = null) =>
        indent(runtime, self, width, first, blank),
    ),
  ],
  [
    'center',
    native([['width', 80]], (runtime, self, width = null) =>
      pad(
        runtime,
        textOf(runtime, self),
        expectInteger(runtime, width, 'width'),
        'center',
      ),
    ),
  ],
  [
    'wordwrap',
    native(
      [
        ['width', 79],
        ['break_long_words', true],
        ['wrapstring', null],
        ['break_on_hyphens', true],
      ],
      (
        runtime,
        self,
        width = null,
        breakLong = null,
        wrapString = null,
        breakHyphens = null,
      ) => wordWrap(runtime, self, width, breakLong, wrapString, breakHyphens),
    ),
  ],
  ['urlencode', native([], urlEncode)],
  [
    'format',
    variadic((runtime, self, { positional, named }) => {
      if (positional.length > 0 && named.size > 0) {
        throw runtime.failure(
          "The filter 'format' takes positional or named arguments, not both",
        );
      }
      const mapping =
        named.size > 0 ? makeDict(runtime, named) : new Tuple(positional);
      return formatPercent(
        runtime,
        textOf(runtime, self),
        named.size > 0 ? [mapping] : positional,
        mapping,
      );
    }),
  ],
]);

/** Jinja's `default`: only a missing value is replaced, with `boolean` also a falsy one. */
export const DEFAULT_FILTER: NativeFunction = native(
  [
    ['default_value', ''],
    ['boolean', false],
  ],
  (runtime, self, replacement = '', boolean = false) =>
    self instanceof Undefined ||
    (isTruthy(runtime, boolean) && !isTruthy(runtime, self))
      ? replacement
      : self,
);
