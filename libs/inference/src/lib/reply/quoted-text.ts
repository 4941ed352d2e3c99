const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
};
/** As long as nothing in it needs a look, by its closing quote. */
const PLAIN: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\\p{Cc}]+/uy,
  "'": /[^"'\\\p{Cc}]+/uy,
  '”': /[^"”\\\p{Cc}]+/uy,
  '’': /[^"’\\\p{Cc}]+/uy,
};
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

export interface QuotedText {
  /** As a JSON string; undefined when its closing quote is missing or an escape could mean two things. */
  readonly json: string | undefined;
  /** After the closing quote, or as far as it was read. */
  readonly end: number;
}

/**
 * Reads a string in any quotes. Raw line breaks and other control characters in it are escaped; a backslash that escapes
 * nothing is taken for itself, as regular expressions and TeX mean it. Undefined when no quote stands there.
 */
export function readQuoted(
  text: string,
  start: number,
): QuotedText | undefined {
  const closing = CLOSING[text.charAt(start)];
  const plain = closing === undefined ? undefined : PLAIN[closing];
  if (closing === undefined || plain === undefined) return undefined;
  const json = ['"'];
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === closing)
      return { json: `${json.join('')}"`, end: at + 1 };
    plain.lastIndex = at;
    const [run] = plain.exec(text) ?? [];
    if (run !== undefined) {
      json.push(run);
      at += run.length;
    } else if (character === '\\') {
      const escape = escapeAt(text, at);
      if (escape === undefined) return { json: undefined, end: at };
      json.push(escape.written);
      at += escape.length;
    } else {
      json.push(JSON.stringify(character).slice(1, -1));
      at += 1;
    }
  }
  return { json: undefined, end: text.length };
}

interface Escape {
  readonly written: string;
  readonly length: number;
}

function escapeAt(text: string, at: number): Escape | undefined {
  ESCAPE.lastIndex = at;
  const [known] = ESCAPE.exec(text) ?? [];
  if (known !== undefined) return { written: known, length: known.length };
  const next = text.charAt(at + 1);
  if (next === "'") return { written: "'", length: 2 };
  // Other languages' escapes, and a line that goes on in some of them.
  return 'uxUN\r\n'.includes(next) ? undefined : { written: '\\\\', length: 1 };
}
