import { PARSE_LIMITS } from './limits';
import { SyntaxFailure } from './syntax-failure';
import { describeToken, type Token, type TokenKind } from './tokens';

/** The parser's view of the tokens: one is current, and everything it expects or refuses is said here. */
export class TokenStream {
  private index = 0;
  private openConstructs = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get current(): Token {
    return this.peek(0);
  }

  peek(distance: number): Token {
    const token =
      this.tokens[Math.min(this.index + distance, this.tokens.length - 1)];
    if (token === undefined)
      throw new SyntaxFailure('The template is empty', 0);
    return token;
  }

  next(): Token {
    const token = this.current;
    this.index += 1;
    return token;
  }

  is(kind: TokenKind, ...values: readonly string[]): boolean {
    const { current } = this;
    return (
      current.kind === kind &&
      (values.length === 0 || values.includes(current.value))
    );
  }

  skipIf(kind: TokenKind, value: string): boolean {
    if (!this.is(kind, value)) return false;
    this.index += 1;
    return true;
  }

  expect(kind: TokenKind, value?: string): Token {
    if (value === undefined ? this.is(kind) : this.is(kind, value))
      return this.next();
    throw this.failure(
      `Expected ${value === undefined ? `a ${kind}` : `'${value}'`}, found ${describeToken(this.current)}`,
    );
  }

  failure(message: string, at = this.current.at): SyntaxFailure {
    return new SyntaxFailure(message, at);
  }

  /** Runs a part of the parser that may contain itself. */
  nested<Result>(parse: () => Result): Result {
    this.openConstructs += 1;
    if (this.openConstructs > PARSE_LIMITS.openConstructs) {
      throw new SyntaxFailure(
        `Too many constructs are open at once (limit openConstructs = ${PARSE_LIMITS.openConstructs})`,
        this.current.at,
        { name: 'openConstructs', value: PARSE_LIMITS.openConstructs },
      );
    }
    const result = parse();
    this.openConstructs -= 1;
    return result;
  }
}
