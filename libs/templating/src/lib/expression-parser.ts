import type {
  Application,
  ArithmeticOperator,
  Call,
  CallArguments,
  ComparisonOperator,
  Expression,
  Parameter,
} from './ast';
import { parseFloatLiteral, parseIntegerLiteral } from './number-literal';
import type { TokenStream } from './token-stream';
import { describeToken } from './tokens';

const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
]);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);
const NO_ARGUMENTS: CallArguments = {
  positional: [],
  named: [],
  spread: undefined,
  namedSpread: undefined,
};

export function isConstantName(name: string): boolean {
  return CONSTANTS.has(name);
}

/** Told of every filter and test that is used, so that unknown ones are found while parsing. */
export type ApplicationListener = (
  kind: 'filter' | 'test',
  application: Application,
) => void;

/** Jinja's expression grammar, by recursive descent in its order of precedence. */
export class ExpressionParser {
  constructor(
    private readonly stream: TokenStream,
    private readonly onApplication: ApplicationListener,
  ) {}

  parseExpression(allowsConditional = true): Expression {
    return this.stream.nested(() =>
      allowsConditional ? this.parseConditional() : this.parseOr(),
    );
  }

  /** One expression, or a tuple if commas follow. */
  parseTuple(
    options: {
      allowsConditional?: boolean;
      inParentheses?: boolean;
    } = {},
  ): Expression {
    const { stream } = this;
    const { at } = stream.current;
    const items: Expression[] = [];
    let isTuple = false;
    while (!this.isTupleEnd()) {
      items.push(this.parseExpression(options.allowsConditional ?? true));
      if (!stream.skipIf('operator', ',')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple && options.inParentheses !== true) {
      throw stream.failure(
        `Expected an expression, found ${describeToken(stream.current)}`,
      );
    }
    return { kind: 'tuple', items, at };
  }

  parseCallArguments(): CallArguments {
    const { stream } = this;
    stream.expect('operator', '(');
    const positional: Expression[] = [];
    const named: { name: string; value: Expression }[] = [];
    let spread: Expression | undefined;
    let namedSpread: Expression | undefined;
    while (!stream.is('operator', ')')) {
      if (stream.skipIf('operator', '*')) {
        this.refuseArgumentAfter(spread, namedSpread);
        spread = this.parseExpression();
      } else if (stream.skipIf('operator', '**')) {
        this.refuseArgumentAfter(namedSpread);
        namedSpread = this.parseExpression();
      } else if (
        stream.is('name') &&
        stream.peek(1).kind === 'operator' &&
        stream.peek(1).value === '='
      ) {
        this.refuseArgumentAfter(namedSpread);
        const name = stream.next().value;
        stream.next();
        named.push({ name, value: this.parseExpression() });
      } else {
        this.refuseArgumentAfter(spread, namedSpread, named[0]);
        positional.push(this.parseExpression());
      }
      if (!stream.skipIf('operator', ',')) break;
    }
    stream.expect('operator', ')');
    return { positional, named, spread, namedSpread };
  }

  /** The chain of filters of a `filter` or block `set` tag. */
  parseFilterChain(startsWithName: boolean): Application[] {
    const filters: Application[] = [];
    if (startsWithName) filters.push(this.parseApplication('filter'));
    while (this.stream.skipIf('operator', '|')) {
      filters.push(this.parseApplication('filter'));
    }
    return filters;
  }

  /** The parameters of a `macro` or `call` tag. */
  parseParameters(): Parameter[] {
    const { stream } = this;
    const parameters: Parameter[] = [];
    stream.expect('operator', '(');
    while (!stream.is('operator', ')')) {
      if (parameters.length > 0) stream.expect('operator', ',');
      const { value: name, at } = stream.expect('name');
      if (isConstantName(name))
        throw stream.failure(`'${name}' cannot be a parameter`, at);
      const defaultValue = stream.skipIf('operator', '=')
        ? this.parseExpression()
        : undefined;
      if (
        defaultValue === undefined &&
        parameters.at(-1)?.defaultValue !== undefined
      ) {
        throw stream.failure(
          `Parameter '${name}' needs a default value, because the one before it has one`,
          at,
        );
      }
      parameters.push({ name, defaultValue, at });
    }
    stream.next();
    return parameters;
  }

  private refuseArgumentAfter(...earlier: readonly unknown[]): void {
    if (earlier.every((argument) => argument === undefined)) return;
    throw this.stream.failure(
      'The arguments are out of order: positional ones come first, then named ones, then *list and **dict',
    );
  }

  private isTupleEnd(): boolean {
    const { stream } = this;
    return (
      stream.is('output-end') ||
      stream.is('tag-end') ||
      stream.is('operator', ')') ||
      stream.is('name', 'recursive')
    );
  }

  private parseConditional(): Expression {
    const { stream } = this;
    let expression = this.parseOr();
    while (stream.is('name', 'if')) {
      const { at } = stream.next();
      const test = this.parseOr();
      const otherwise = stream.skipIf('name', 'else')
        ? stream.nested(() => this.parseConditional())
        : undefined;
      expression = {
        kind: 'conditional',
        test,
        then: expression,
        otherwise,
        at,
      };
    }
    return expression;
  }

  private parseOr(): Expression {
    return this.parseLogical('or', () =>
      this.parseLogical('and', () => this.parseNot()),
    );
  }

  private parseLogical(
    operator: 'and' | 'or',
    parseOperand: () => Expression,
  ): Expression {
    const first = parseOperand();
    if (!this.stream.is('name', operator)) return first;
    const operands = [first];
    while (this.stream.skipIf('name', operator)) operands.push(parseOperand());
    return { kind: 'logical', operator, operands, at: first.at };
  }

  private parseNot(): Expression {
    const { stream } = this;
    if (!stream.is('name', 'not')) return this.parseComparison();
    const { at } = stream.next();
    const operand = stream.nested(() => this.parseNot());
    return { kind: 'unary', operator: 'not', operand, at };
  }

  private parseComparison(): Expression {
    const first = this.parseSum();
    const rest: { operator: ComparisonOperator; operand: Expression }[] = [];
    const { at } = this.stream.current;
    for (
      let operator = this.skipComparison();
      operator !== undefined;
      operator = this.skipComparison()
    ) {
      rest.push({ operator, operand: this.parseSum() });
    }
    return rest.length === 0 ? first : { kind: 'comparison', first, rest, at };
  }

  private skipComparison(): ComparisonOperator | undefined {
    const { stream } = this;
    const { kind, value } = stream.current;
    if (kind === 'operator' && isComparison(value)) {
      stream.next();
      return value;
    }
    if (stream.skipIf('name', 'in')) return 'in';
    const following = stream.peek(1);
    if (
      !stream.is('name', 'not') ||
      following.kind !== 'name' ||
      following.value !== 'in'
    )
      return undefined;
    stream.next();
    stream.next();
    return 'not in';
  }

  private parseSum(): Expression {
    return this.parseArithmetic(['+', '-'], () => this.parseConcatenation());
  }

  private parseConcatenation(): Expression {
    const first = this.parseProduct();
    if (!this.stream.is('operator', '~')) return first;
    const parts = [first];
    const { at } = this.stream.current;
    while (this.stream.skipIf('operator', '~')) parts.push(this.parseProduct());
    return { kind: 'concatenation', parts, at };
  }

  private parseProduct(): Expression {
    return this.parseArithmetic(['*', '/', '//', '%'], () =>
      this.parseArithmetic(['**'], () => this.parseUnary()),
    );
  }

  private parseArithmetic(
    operators: readonly ArithmeticOperator[],
    parseOperand: () => Expression,
  ): Expression {
    let left = parseOperand();
    for (;;) {
      const { current } = this.stream;
      const operator = operators.find(
        (candidate) =>
          current.kind === 'operator' && candidate === current.value,
      );
      if (operator === undefined) return left;
      this.stream.next();
      left = {
        kind: 'binary',
        operator,
        left,
        right: parseOperand(),
        at: current.at,
      };
    }
  }

  private parseUnary(withFilters = true): Expression {
    const { stream } = this;
    const { value, at } = stream.current;
    let operand: Expression;
    if (stream.is('operator', '-', '+')) {
      stream.next();
      operand = {
        kind: 'unary',
        operator: value === '-' ? '-' : '+',
        operand: stream.nested(() => this.parseUnary(false)),
        at,
      };
    } else {
      operand = this.parsePrimary();
    }
    const expression = this.parsePostfix(operand);
    return withFilters ? this.parseFiltersAndTests(expression) : expression;
  }

  private parsePrimary(): Expression {
    const { stream } = this;
    const { kind, value, at } = stream.current;
    switch (kind) {
      case 'name': {
        stream.next();
        const constant = CONSTANTS.get(value);
        return constant === undefined
          ? { kind: 'name', name: value, at }
          : { kind: 'literal', value: constant, at };
      }
      case 'string':
        return { kind: 'literal', value: this.parseAdjacentStrings(), at };
      case 'integer':
        stream.next();
        return { kind: 'literal', value: parseIntegerLiteral(value, at), at };
      case 'float':
        stream.next();
        return { kind: 'literal', value: parseFloatLiteral(value), at };
      default:
        return this.parseBracketed();
    }
  }

  private parseAdjacentStrings(): string {
    let text = '';
    while (this.stream.is('string')) text += this.stream.next().value;
    return text;
  }

  private parseBracketed(): Expression {
    const { stream } = this;
    const { at } = stream.current;
    if (stream.skipIf('operator', '(')) {
      const inside = this.parseTuple({ inParentheses: true });
      stream.expect('operator', ')');
      return inside;
    }
    if (stream.skipIf('operator', '[')) {
      const items = this.parseItems(']', () => this.parseExpression());
      return { kind: 'list', items, at };
    }
    if (stream.skipIf('operator', '{')) {
      const pairs = this.parseItems('}', () => {
        const key = this.parseExpression();
        stream.expect('operator', ':');
        return { key, value: this.parseExpression() };
      });
      return { kind: 'dict', pairs, at };
    }
    throw stream.failure(
      `Expected an expression, found ${describeToken(stream.current)}`,
    );
  }

  private parseItems<Item>(closing: string, parseItem: () => Item): Item[] {
    const items: Item[] = [];
    while (!this.stream.is('operator', closing)) {
      items.push(parseItem());
      if (!this.stream.skipIf('operator', ',')) break;
    }
    this.stream.expect('operator', closing);
    return items;
  }

  private parsePostfix(start: Expression): Expression {
    const { stream } = this;
    let expression = start;
    for (;;) {
      if (stream.is('operator', '.'))
        expression = this.parseAttribute(expression);
      else if (stream.is('operator', '['))
        expression = this.parseSubscript(expression);
      else if (stream.is('operator', '('))
        expression = this.parseCall(expression);
      else return expression;
    }
  }

  private parseFiltersAndTests(start: Expression): Expression {
    const { stream } = this;
    let expression = start;
    for (;;) {
      if (stream.skipIf('operator', '|')) {
        const filter = this.parseApplication('filter');
        expression = {
          kind: 'filter',
          input: expression,
          filter,
          at: filter.at,
        };
      } else if (stream.skipIf('name', 'is')) {
        expression = this.parseTest(expression);
      } else if (stream.is('operator', '(')) {
        expression = this.parseCall(expression);
      } else {
        return expression;
      }
    }
  }

  private parseCall(callee: Expression): Call {
    const { at } = this.stream.current;
    return {
      kind: 'call',
      callee,
      args: this.parseCallArguments(),
      at: callee.kind === 'name' ? callee.at : at,
    };
  }

  private parseAttribute(target: Expression): Expression {
    const { stream } = this;
    const { at } = stream.next();
    if (stream.is('integer')) {
      const token = stream.next();
      const index: Expression = {
        kind: 'literal',
        value: parseIntegerLiteral(token.value, token.at),
        at: token.at,
      };
      return { kind: 'subscript', target, index, at };
    }
    return { kind: 'attribute', target, name: stream.expect('name').value, at };
  }

  private parseSubscript(target: Expression): Expression {
    const { stream } = this;
    const { at } = stream.next();
    const start = stream.is('operator', ':') ? undefined : this.parseTuple();
    if (start !== undefined && stream.skipIf('operator', ']')) {
      return { kind: 'subscript', target, index: start, at };
    }
    stream.expect('operator', ':');
    const stop = stream.is('operator', ':', ']')
      ? undefined
      : this.parseExpression();
    const hasStep =
      stream.skipIf('operator', ':') && !stream.is('operator', ']');
    const step = hasStep ? this.parseExpression() : undefined;
    stream.expect('operator', ']');
    return { kind: 'slice', target, start, stop, step, at };
  }

  private parseTest(input: Expression): Expression {
    const { stream } = this;
    const { at } = stream.current;
    const isNegated = stream.skipIf('name', 'not');
    const test = this.parseApplication('test');
    const expression: Expression = { kind: 'test', input, test, at: test.at };
    return isNegated
      ? { kind: 'unary', operator: 'not', operand: expression, at }
      : expression;
  }

  private parseApplication(kind: 'filter' | 'test'): Application {
    const { stream } = this;
    const { value: name, at } = stream.expect('name');
    const application: Application = {
      name,
      args: this.parseApplicationArguments(kind),
      at,
    };
    this.onApplication(kind, application);
    return application;
  }

  private parseApplicationArguments(kind: 'filter' | 'test'): CallArguments {
    const { stream } = this;
    if (stream.is('operator', '(')) return this.parseCallArguments();
    if (kind === 'filter' || !this.startsBareArgument()) return NO_ARGUMENTS;
    const argument = this.parsePostfix(this.parsePrimary());
    return { ...NO_ARGUMENTS, positional: [argument] };
  }

  /** Tests take one argument without parentheses: `x is divisibleby 3`. */
  private startsBareArgument(): boolean {
    const { stream } = this;
    if (stream.is('name', 'is')) {
      throw stream.failure("Tests cannot be chained with 'is'; use 'and'");
    }
    if (
      stream.is(
        'name',
        'else',
        'or',
        'and',
        'if',
        'in',
        'not',
        'recursive',
        'ignore',
        'with',
        'without',
      )
    )
      return false;
    return (
      stream.is('name') ||
      stream.is('string') ||
      stream.is('integer') ||
      stream.is('float') ||
      stream.is('operator', '[', '{')
    );
  }
}

function isComparison(value: string): value is ComparisonOperator {
  return COMPARISONS.has(value);
}
