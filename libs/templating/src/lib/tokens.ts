export type TokenKind =
  | 'text'
  | 'output-begin'
  | 'output-end'
  | 'tag-begin'
  | 'tag-end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'end';

/** `value` is the text itself, for strings the decoded one; `at` its offset in the source. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly at: number;
}

/** How a message speaks of a token. */
export function describeToken({ kind, value }: Token): string {
  switch (kind) {
    case 'end':
      return 'the end of the template';
    case 'output-end':
    case 'tag-end':
    case 'output-begin':
    case 'tag-begin':
      return `'${value}'`;
    case 'string':
      return 'a string';
    case 'text':
      return 'text';
    default:
      return `'${value}'`;
  }
}
