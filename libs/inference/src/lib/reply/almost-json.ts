import { readQuoted } from './quoted-text';

/** Deeper values are no answers, and later steps could not write them. */
export const MAX_DEPTH = 100;

export type Reading =
  | { readonly kind: 'VALUE'; readonly json: string; readonly end: number }
  /** `isData` when so much was understood that it can be no prose; `end` is the furthest that was read. */
  | { readonly kind: 'BROKEN'; readonly end: number; readonly isData: boolean };

type Place = 'VALUE' | 'MEMBER' | 'AFTER';
type Bracket = '{' | '[';

const CLOSING: Readonly<Record<Bracket, string>> = { '{': '}', '[': ']' };
const BLANK = /[\s\uFEFF]+/y;
/** Beginnings of comments and what ends them. */
const COMMENTS = [
  ['//', '\n'],
  ['#', '\n'],
  ['/*', '*/'],
] as const;
const LITERAL = /(?:true|false|null|True|False|None)(?![\w$])/y;
const PYTHON: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
};
const NUMBER =
  /[+-]?(?:0|[1-9]\d*|(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$.])/y;
const NAME = /[A-Za-z_$][\w$]*/y;

/** One value of a text that is nearly JSON, read from left to right and never back, and written as strict JSON. */
export class AlmostJson {
  private readonly json: string[] = [];
  private readonly open: Bracket[] = [];
  private commaDue = false;
  private isData = false;
  private numberEnd = -1;

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  read(): Reading {
    let place: Place | 'DONE' | undefined = 'VALUE';
    while (place !== undefined && place !== 'DONE') place = this.step(place);
    return place === 'DONE'
      ? { kind: 'VALUE', json: this.json.join(''), end: this.at }
      : { kind: 'BROKEN', end: this.at, isData: this.isData };
  }

  /** Reads one value, one member or what stands between two; undefined when it is none. */
  private step(place: Place): Place | 'DONE' | undefined {
    switch (place) {
      case 'VALUE':
        return this.value();
      case 'MEMBER':
        return this.member();
      case 'AFTER':
        return this.after();
    }
  }

  private member(): Place | undefined {
    if (!this.skipBlanks()) return undefined;
    const bracket = this.open.at(-1);
    if (bracket === undefined) return undefined;
    if (this.text[this.at] === CLOSING[bracket]) return this.close(bracket);
    if (this.commaDue) this.json.push(',');
    this.commaDue = false;
    if (bracket === '{' && !this.key()) return undefined;
    return 'VALUE';
  }

  private after(): Place | 'DONE' | undefined {
    const bracket = this.open.at(-1);
    if (bracket === undefined) return 'DONE';
    if (!this.skipBlanks()) return undefined;
    const character = this.text[this.at];
    if (character === CLOSING[bracket]) return this.close(bracket);
    if (character === ',') {
      this.at += 1;
      this.commaDue = true;
      return 'MEMBER';
    }
    const isEnd =
      character === undefined || this.text.startsWith('```', this.at);
    // A number at the very end may have lost digits.
    if (!isEnd || this.numberEnd === this.text.length) return undefined;
    for (const left of this.open.reverse()) this.json.push(CLOSING[left]);
    return 'DONE';
  }

  private close(bracket: Bracket): Place {
    this.json.push(CLOSING[bracket]);
    this.open.pop();
    this.commaDue = false;
    this.at += 1;
    return 'AFTER';
  }

  private value(): Place | undefined {
    if (!this.skipBlanks()) return undefined;
    const character = this.text[this.at];
    if (character === '{' || character === '[') {
      if (this.open.length === MAX_DEPTH) return undefined;
      this.isData ||= this.open.length > 0;
      this.open.push(character);
      this.json.push(character);
      this.at += 1;
      return 'MEMBER';
    }
    if (!this.quoted() && !this.literal() && !this.number()) return undefined;
    this.isData = true;
    return 'AFTER';
  }

  private key(): boolean {
    const isQuoted = this.quoted();
    if (!isQuoted) {
      const name = this.match(NAME);
      if (name === undefined) return false;
      this.json.push(`"${name}"`);
    }
    if (!this.skipBlanks() || this.text[this.at] !== ':') return false;
    this.at += 1;
    this.json.push(':');
    this.isData ||= isQuoted;
    return true;
  }

  private quoted(): boolean {
    const quoted = readQuoted(this.text, this.at);
    if (quoted === undefined) return false;
    this.at = quoted.end;
    if (quoted.json === undefined) return false;
    this.json.push(quoted.json);
    return true;
  }

  private literal(): boolean {
    const literal = this.match(LITERAL);
    if (literal === undefined) return false;
    this.json.push(PYTHON[literal] ?? literal);
    return true;
  }

  /** `+1`, `.5` and `1.` too. */
  private number(): boolean {
    const number = this.match(NUMBER);
    if (number === undefined) return false;
    this.json.push(
      number
        .replace(/^\+/, '')
        .replace(/^(-?)\./, '$10.')
        .replace(/\.(?!\d)/, ''),
    );
    this.numberEnd = this.at;
    return true;
  }

  /** Comments too; false when one of them has no end. */
  private skipBlanks(): boolean {
    for (;;) {
      this.match(BLANK);
      const comment = COMMENTS.find(([begin]) =>
        this.text.startsWith(begin, this.at),
      );
      if (comment === undefined) return true;
      const [begin, ending] = comment;
      const end = this.text.indexOf(ending, this.at + begin.length);
      this.at = end < 0 ? this.text.length : end + ending.length;
      if (end < 0) return ending === '\n';
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
