import { tokenizeExpression } from './expression-lexer';
import { SyntaxFailure } from './syntax-failure';
import type { Token } from './tokens';

const RAW_BEGIN = /\{%([-+]?)\s*raw\s*(?:-%\}\s*|%\})/y;
const RAW_END = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\}\n?)/g;
const SPACES = /\s*/y;

/** Splits a normalised source into text and the tokens of its tags, with `trim_blocks` and `lstrip_blocks` on. */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private position = 0;
  /** Whether what was consumed last ended a line: text after it starts one, for `lstrip_blocks`. */
  private atLineStart = true;

  constructor(private readonly source: string) {}

  run(): Token[] {
    while (this.position < this.source.length) this.consumeNext();
    this.push('end', '', this.source.length);
    return this.tokens;
  }

  private consumeNext(): void {
    const begin = this.findOpening();
    if (begin === -1) {
      this.push('text', this.source.slice(this.position), this.position);
      this.position = this.source.length;
      return;
    }
    RAW_BEGIN.lastIndex = begin;
    const raw = RAW_BEGIN.exec(this.source);
    const kind = this.source.charAt(begin + 1);
    const sign = raw?.[1] ?? this.signAt(begin + 2);
    this.pushText(begin, sign, kind !== '{');
    if (raw !== null) this.consumeRaw(begin + raw[0].length, begin);
    else if (kind === '#') this.consumeComment(begin, begin + 2 + sign.length);
    else this.consumeTag(begin, begin + 2 + sign.length, kind === '{');
  }

  private findOpening(): number {
    const { source } = this;
    for (
      let brace = source.indexOf('{', this.position);
      brace !== -1;
      brace = source.indexOf('{', brace + 1)
    ) {
      const next = source.charAt(brace + 1);
      if (next === '{' || next === '%' || next === '#') return brace;
    }
    return -1;
  }

  private signAt(offset: number): string {
    const character = this.source.charAt(offset);
    return character === '-' || character === '+' ? character : '';
  }

  private pushText(end: number, sign: string, stripsLine: boolean): void {
    let text = this.source.slice(this.position, end);
    if (sign === '-') text = text.trimEnd();
    else if (sign === '' && stripsLine) text = this.withoutIndent(text);
    if (text !== '') this.push('text', text, this.position);
  }

  /** `lstrip_blocks`: drops what precedes a tag on its line if that is only whitespace. */
  private withoutIndent(text: string): string {
    const lineStart = text.lastIndexOf('\n') + 1;
    if (lineStart === 0 && !this.atLineStart) return text;
    return text.slice(lineStart).trim() === ''
      ? text.slice(0, lineStart)
      : text;
  }

  private consumeRaw(bodyStart: number, begin: number): void {
    this.moveTo(bodyStart);
    RAW_END.lastIndex = bodyStart;
    const end = RAW_END.exec(this.source);
    if (end === null) {
      throw new SyntaxFailure(
        "'{% raw %}' is never closed; add '{% endraw %}'",
        begin,
      );
    }
    this.pushText(end.index, end[1] ?? '', true);
    this.moveTo(RAW_END.lastIndex);
  }

  private consumeComment(begin: number, bodyStart: number): void {
    const end = this.source.indexOf('#}', bodyStart);
    if (end === -1) {
      throw new SyntaxFailure("The comment is never closed; add '#}'", begin);
    }
    const sign = end > bodyStart ? this.signAt(end - 1) : '';
    this.moveTo(this.afterTag(end + 2, sign, true));
  }

  private consumeTag(begin: number, start: number, isOutput: boolean): void {
    const [opening, closing] = isOutput ? ['{{', '}}'] : ['{%', '%}'];
    this.push(isOutput ? 'output-begin' : 'tag-begin', opening, begin);
    const end = tokenizeExpression(
      this.source,
      start,
      begin,
      closing,
      this.tokens,
    );
    this.push(isOutput ? 'output-end' : 'tag-end', closing, end.at);
    this.moveTo(
      this.afterTag(end.at + end.sign.length + 2, end.sign, !isOutput),
    );
  }

  /** Where text goes on after a tag: `-` drops all whitespace, `trim_blocks` one newline. */
  private afterTag(end: number, sign: string, trimsNewline: boolean): number {
    if (sign === '-') {
      SPACES.lastIndex = end;
      SPACES.exec(this.source);
      return SPACES.lastIndex;
    }
    const dropsNewline =
      sign === '' && trimsNewline && this.source.charAt(end) === '\n';
    return dropsNewline ? end + 1 : end;
  }

  private moveTo(position: number): void {
    this.position = position;
    this.atLineStart = this.source.charAt(position - 1) === '\n';
  }

  private push(kind: Token['kind'], value: string, at: number): void {
    this.tokens.push({ kind, value, at });
  }
}
