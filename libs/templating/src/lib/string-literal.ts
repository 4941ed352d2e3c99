import { SyntaxFailure } from './syntax-failure';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
const ESCAPE = /\\(?:([0-7]{1,3})|([\s\S]))/g;
const LARGEST_CODE_POINT = 0x10ffff;

/** Decodes the inside of a quoted string by Python's rules: unknown escapes keep their backslash. */
export function decodeStringLiteral(inside: string, at: number): string {
  if (!inside.includes('\\')) return inside;
  let decoded = '';
  let position = 0;
  ESCAPE.lastIndex = 0;
  for (
    let match = ESCAPE.exec(inside);
    match !== null;
    match = ESCAPE.exec(inside)
  ) {
    decoded += inside.slice(position, match.index);
    position = ESCAPE.lastIndex;
    const [escape, octal, letter = ''] = match;
    const hexDigits = HEX_DIGITS.get(letter);
    if (octal !== undefined) {
      decoded += String.fromCodePoint(Number.parseInt(octal, 8));
    } else if (hexDigits !== undefined) {
      decoded += decodeHexEscape(inside, position, hexDigits, at);
      position += hexDigits;
      ESCAPE.lastIndex = position;
    } else if (letter === 'N') {
      throw new SyntaxFailure(
        'The escape \\N{…} is not supported; write the character itself or \\uXXXX',
        at,
      );
    } else {
      decoded += SIMPLE_ESCAPES.get(letter) ?? escape;
    }
  }
  return decoded + inside.slice(position);
}

function decodeHexEscape(
  inside: string,
  start: number,
  digits: number,
  at: number,
): string {
  const hex = inside.slice(start, start + digits);
  const codePoint = Number.parseInt(hex, 16);
  if (
    hex.length < digits ||
    !/^[0-9a-fA-F]+$/.test(hex) ||
    codePoint > LARGEST_CODE_POINT
  ) {
    throw new SyntaxFailure(
      `A \\x, \\u or \\U escape needs ${digits} hexadecimal digits of an existing character, found '${hex}'`,
      at,
    );
  }
  return String.fromCodePoint(codePoint);
}
