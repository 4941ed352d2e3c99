import type { ReachedLimit } from './errors';

/** Thrown inside the lexer and parser, which know offsets only; `parseTemplate` turns it into a `TemplateSyntaxError`. */
export class SyntaxFailure extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly limit?: ReachedLimit,
  ) {
    super(message);
  }
}
