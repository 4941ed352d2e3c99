/** Python counts characters by code point, JavaScript by UTF-16 unit; texts without surrogates need no care. */
const SURROGATE = /[\ud800-\udfff]/;
const LINE_BREAK = /\r\n|[\n\r\v\f\p{Zl}\p{Zp}\u0085]/gu;

export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

/** The text's characters: single units if it is plain, else code points. */
export function characters(text: string): readonly string[] {
  return hasSurrogates(text) ? Array.from(text) : text.split('');
}

export function characterCount(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  return Array.from(text).length;
}

/** The first `count` characters. */
export function firstCharacters(text: string, count: number): string {
  if (count <= 0) return '';
  return hasSurrogates(text)
    ? Array.from(text).slice(0, count).join('')
    : text.slice(0, count);
}

/** Python's order of strings: by code point. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (!hasSurrogates(left) && !hasSurrogates(right))
    return left < right ? -1 : 1;
  const [leftCharacters, rightCharacters] = [
    Array.from(left),
    Array.from(right),
  ];
  const shorter = Math.min(leftCharacters.length, rightCharacters.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference =
      (leftCharacters[index]?.codePointAt(0) ?? 0) -
      (rightCharacters[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return leftCharacters.length - rightCharacters.length;
}

/** Python's `str.splitlines()`. */
export function splitLines(text: string, keepsEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_BREAK)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepsEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Bytes of the text in UTF-8; a lone surrogate counts as its replacement character. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (
      unit >= 0xd800 &&
      unit <= 0xdbff &&
      isLowSurrogate(text.charCodeAt(index + 1))
    ) {
      bytes += 2;
      index += 1;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
