import { formatBraces } from './brace-format';
import { iterate } from './iteration';
import {
  expectInteger,
  expectText,
  native,
  variadic,
  type Arguments,
  type NativeFunction,
} from './native-function';
import { Tuple, type Value } from './values';
import type { Runtime } from './runtime';
import { characterCount, splitLines } from './text';
import {
  capitalize,
  countOccurrences,
  findText,
  pad,
  replaceText,
  splitAt,
  splitAtLast,
  splitWords,
  strip,
} from './text-search';

type TextRun = (runtime: Runtime, text: string, ...args: Value[]) => Value;

function method(
  parameters: NativeFunction['parameters'] & object,
  run: TextRun,
): NativeFunction {
  return native(parameters, (runtime, self, ...args) => {
    const text = expectText(runtime, self, 'The value');
    runtime.reserveText(text.length);
    return run(runtime, text, ...args);
  });
}

/** Text transformations may lengthen the text (`ß` becomes `SS`), at most threefold. */
function mapping(transform: (text: string) => string): NativeFunction {
  return method([], (runtime, text) => {
    const result = transform(text);
    runtime.reserveText(result.length);
    return result;
  });
}

function stripping(ends: 'both' | 'start' | 'end'): NativeFunction {
  return method([['chars', null]], (runtime, text, chars = null) =>
    strip(
      text,
      chars === null ? undefined : expectText(runtime, chars, 'chars'),
      ends,
    ),
  );
}

/** A text to look for, the search for which is paid. */
function wantedText(
  runtime: Runtime,
  text: string,
  wanted: Value,
  name: string,
): string {
  const checked = expectText(runtime, wanted, name);
  runtime.chargeSearch(text, checked);
  return checked;
}

function splitting(
  split: (text: string, separator: string, limit: number) => string[],
): NativeFunction {
  return method(
    [
      ['sep', null],
      ['maxsplit', -1],
    ],
    (runtime, text, separator = null, limit = -1) => {
      const maximum = expectInteger(runtime, limit, 'maxsplit');
      if (separator === null) {
        const words =
          split === splitAtLast && maximum >= 0
            ? lastWords(text, maximum)
            : splitWords(text, maximum);
        runtime.reserveItems(words.length);
        return words;
      }
      const wanted = wantedText(runtime, text, separator, 'sep');
      if (wanted === '')
        throw runtime.failure('The separator must not be empty');
      runtime.reserveItems(
        Math.min(text.length, countOccurrences(text, wanted)),
      );
      return split(text, wanted, maximum);
    },
  );
}

function lastWords(text: string, limit: number): string[] {
  const words = splitWords(text);
  if (words.length <= limit) return words;
  const last = limit === 0 ? [] : words.slice(-limit);
  let end = text.length;
  for (const word of last.toReversed())
    end = text.lastIndexOf(word, end - word.length);
  return [text.slice(0, end).trim(), ...last];
}

function matching(
  test: (text: string, affix: string) => boolean,
): NativeFunction {
  return method(['affix'], (runtime, text, affix = null) => {
    const affixes = affix instanceof Tuple ? affix.items : [affix];
    return affixes.some((candidate) =>
      test(text, expectText(runtime, candidate, 'The affix')),
    );
  });
}

function finding(fromEnd: boolean, mustBeThere: boolean): NativeFunction {
  return method(['sub'], (runtime, text, wanted = null) => {
    const index = findText(
      text,
      wantedText(runtime, text, wanted, 'sub'),
      fromEnd,
    );
    if (index === -1 && mustBeThere)
      throw runtime.failure('The text to find is not there; use find() or in');
    return index;
  });
}

function padding(align: 'left' | 'right' | 'center'): NativeFunction {
  return method(
    ['width', ['fillchar', ' ']],
    (runtime, text, width = null, filler = ' ') => {
      const fill = expectText(runtime, filler, 'fillchar');
      if (characterCount(fill) !== 1)
        throw runtime.failure('fillchar must be a single character');
      return pad(
        runtime,
        text,
        expectInteger(runtime, width, 'width'),
        align,
        fill,
      );
    },
  );
}

function partition(fromEnd: boolean): NativeFunction {
  return method(['sep'], (runtime, text, separator = null) => {
    const wanted = wantedText(runtime, text, separator, 'sep');
    if (wanted === '') throw runtime.failure('The separator must not be empty');
    const index = fromEnd ? text.lastIndexOf(wanted) : text.indexOf(wanted);
    if (index === -1)
      return new Tuple(fromEnd ? ['', '', text] : [text, '', '']);
    return new Tuple([
      text.slice(0, index),
      wanted,
      text.slice(index + wanted.length),
    ]);
  });
}

function testing(pattern: RegExp): NativeFunction {
  return method([], (_runtime, text) => pattern.test(text));
}

/** Python's `str.title()`: every run of letters starts upper and goes on lower. */
function titleCase(text: string): string {
  return text.replace(/\p{L}[\p{L}\p{M}]*/gu, capitalize);
}

function swapCase(text: string): string {
  return Array.from(text, (character) => {
    const upper = character.toUpperCase();
    return upper === character ? character.toLowerCase() : upper;
  }).join('');
}

/** The texts of a list, joined; what is no text is refused, as `str.join` does. */
function joinTexts(runtime: Runtime, separator: string, list: Value): string {
  const items = iterate(runtime, list);
  const texts = items.map((item) =>
    expectText(runtime, item, 'Each element to join'),
  );
  runtime.reserveText(
    texts.reduce(
      (sum, text) => sum + text.length,
      separator.length * Math.max(0, texts.length - 1),
    ),
  );
  return texts.join(separator);
}

function isCased(text: string, changed: string, other: string): boolean {
  return text === changed && text !== other;
}

/** The methods of a text that a template may call: none changes anything. */
export const TEXT_METHODS: ReadonlyMap<string, NativeFunction> = new Map([
  ['upper', mapping((text) => text.toUpperCase())],
  ['lower', mapping((text) => text.toLowerCase())],
  ['casefold', mapping((text) => text.toLowerCase().replaceAll('ß', 'ss'))],
  ['title', mapping(titleCase)],
  ['capitalize', mapping(capitalize)],
  ['swapcase', mapping(swapCase)],
  ['strip', stripping('both')],
  ['lstrip', stripping('start')],
  ['rstrip', stripping('end')],
  ['split', splitting(splitAt)],
  ['rsplit', splitting(splitAtLast)],
  [
    'splitlines',
    method([['keepends', false]], (runtime, text, keepsEnds = false) => {
      runtime.charge(text.length);
      return splitLines(text, keepsEnds === true);
    }),
  ],
  ['partition', partition(false)],
  ['rpartition', partition(true)],
  [
    'replace',
    method(
      ['old', 'new', ['count', -1]],
      (runtime, text, old = null, replacement = null, count = -1) =>
        replaceText(
          runtime,
          text,
          expectText(runtime, old, 'old'),
          expectText(runtime, replacement, 'new'),
          expectInteger(runtime, count, 'count'),
        ),
    ),
  ],
  ['startswith', matching((text, prefix) => text.startsWith(prefix))],
  ['endswith', matching((text, suffix) => text.endsWith(suffix))],
  [
    'removeprefix',
    method(['prefix'], (runtime, text, prefix = null) => {
      const wanted = expectText(runtime, prefix, 'prefix');
      return text.startsWith(wanted) ? text.slice(wanted.length) : text;
    }),
  ],
  [
    'removesuffix',
    method(['suffix'], (runtime, text, suffix = null) => {
      const wanted = expectText(runtime, suffix, 'suffix');
      return text.endsWith(wanted)
        ? text.slice(0, text.length - wanted.length)
        : text;
    }),
  ],
  [
    'join',
    method(['iterable'], (runtime, text, list = null) =>
      joinTexts(runtime, text, list),
    ),
  ],
  [
    'count',
    method(['sub'], (runtime, text, wanted = null) =>
      countOccurrences(text, wantedText(runtime, text, wanted, 'sub')),
    ),
  ],
  ['find', finding(false, false)],
  ['rfind', finding(true, false)],
  ['index', finding(false, true)],
  ['rindex', finding(true, true)],
  ['ljust', padding('left')],
  ['rjust', padding('right')],
  ['center', padding('center')],
  [
    'zfill',
    method(['width'], (runtime, text, width = null) => {
      const sign = /^[-+]/.exec(text)?.[0] ?? '';
      const digits = text.slice(sign.length);
      return (
        sign +
        pad(
          runtime,
          digits,
          expectInteger(runtime, width, 'width') - sign.length,
          'right',
          '0',
        )
      );
    }),
  ],
  ['isdigit', testing(/^\p{Nd}+$/u)],
  ['isnumeric', testing(/^\p{N}+$/u)],
  ['isdecimal', testing(/^\p{Nd}+$/u)],
  ['isalpha', testing(/^\p{L}+$/u)],
  ['isalnum', testing(/^[\p{L}\p{N}]+$/u)],
  ['isspace', testing(/^\s+$/u)],
  [
    'isupper',
    method([], (_runtime, text) =>
      isCased(text, text.toUpperCase(), text.toLowerCase()),
    ),
  ],
  [
    'islower',
    method([], (_runtime, text) =>
      isCased(text, text.toLowerCase(), text.toUpperCase()),
    ),
  ],
  [
    'format',
    variadic((runtime, self, args: Arguments) =>
      formatBraces(runtime, expectText(runtime, self, 'The value'), args),
    ),
  ],
]);
