import { decodeStringLiteral } from './string-literal';
import { SyntaxFailure } from './syntax-failure';
import type { Token, TokenKind } from './tokens';

const WHITESPACE = /\s+/y;
const FLOAT =
  /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const INTEGER =
  /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}\p{M}_]+/uy;
const IDENTIFIER_START = /^[\p{L}\p{Nl}_]/u;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[+\-/*%~[\](){}><=.:|,;]/y;
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Where a tag's closing delimiter begins (its sign included) and which sign it has. */
export interface TagEnd {
  readonly at: number;
  readonly sign: '' | '-' | '+';
}

/** Appends the tokens between a tag's delimiters. A closing delimiter counts only outside of brackets. */
export function tokenizeExpression(
  source: string,
  start: number,
  tagBegin: number,
  closing: string,
  tokens: Token[],
): TagEnd {
  const openBrackets: string[] = [];
  let position = start;
  for (;;) {
    position = matchAt(WHITESPACE, source, position)?.end ?? position;
    if (position >= source.length) {
      throw new SyntaxFailure(
        `'${closing === '}}' ? '{{' : '{%'}' is never closed; add '${closing}'`,
        tagBegin,
      );
    }
    const end =
      openBrackets.length === 0 ? endAt(source, position, closing) : undefined;
    if (end !== undefined) return end;
    position = consumeToken(source, position, tokens, openBrackets);
  }
}

function endAt(
  source: string,
  position: number,
  closing: string,
): TagEnd | undefined {
  if (source.startsWith(closing, position)) return { at: position, sign: '' };
  if (!source.startsWith(closing, position + 1)) return undefined;
  const sign = source.charAt(position);
  if (sign === '-') return { at: position, sign };
  return sign === '+' && closing === '%}' ? { at: position, sign } : undefined;
}

function consumeToken(
  source: string,
  at: number,
  tokens: Token[],
  openBrackets: string[],
): number {
  const push = (kind: TokenKind, value: string): void => {
    tokens.push({ kind, value, at });
  };
  const first = source.charAt(at);
  if (first === '"' || first === "'") {
    const end = endOfString(source, at, first);
    push('string', decodeStringLiteral(source.slice(at + 1, end), at));
    return end + 1;
  }
  const number = matchAt(FLOAT, source, at) ?? matchAt(INTEGER, source, at);
  if (number !== undefined) {
    push(
      /^0[box]|^[\d_]+$/i.test(number.text) ? 'integer' : 'float',
      number.text,
    );
    return number.end;
  }
  const name = matchAt(NAME, source, at);
  if (name !== undefined) {
    if (!IDENTIFIER_START.test(name.text)) {
      throw new SyntaxFailure(`'${name.text}' is not a valid name`, at);
    }
    push('name', name.text);
    return name.end;
  }
  const operator = matchAt(OPERATOR, source, at);
  if (operator === undefined) {
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
    throw new SyntaxFailure(`Unexpected character '${character}'`, at);
  }
  balance(operator.text, at, openBrackets);
  push('operator', operator.text);
  return operator.end;
}

function endOfString(source: string, at: number, quote: string): number {
  for (let index = at + 1; index < source.length; index += 1) {
    const character = source.charAt(index);
    if (character === quote) return index;
    if (character === '\\') index += 1;
  }
  throw new SyntaxFailure(`The string is never closed; add ${quote}`, at);
}

function balance(operator: string, at: number, openBrackets: string[]): void {
  const expected = CLOSING.get(operator);
  if (expected !== undefined) {
    openBrackets.push(expected);
  } else if (operator === ')' || operator === ']' || operator === '}') {
    const open = openBrackets.pop();
    if (open === operator) return;
    throw new SyntaxFailure(
      open === undefined
        ? `Unexpected '${operator}': no bracket is open`
        : `Unexpected '${operator}', expected '${open}'`,
      at,
    );
  }
}

function matchAt(
  pattern: RegExp,
  source: string,
  position: number,
): { text: string; end: number } | undefined {
  pattern.lastIndex = position;
  const match = pattern.exec(source);
  return match === null
    ? undefined
    : { text: match[0], end: position + match[0].length };
}
