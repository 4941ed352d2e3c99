import type {
  Application,
  Body,
  CallBlock,
  Expression,
  For,
  If,
  Include,
  Macro,
  SetBlock,
  SetValue,
  Statement,
  Target,
  With,
} from './ast';
import {
  ExpressionParser,
  isConstantName,
  type ApplicationListener,
} from './expression-parser';
import { suggestName } from './suggest-name';
import { TokenStream } from './token-stream';
import { describeToken, type Token } from './tokens';

const SUPPORTED_TAGS = [
  'if',
  'for',
  'set',
  'macro',
  'call',
  'filter',
  'with',
  'include',
  'raw',
];
const SUPPORTED = `Supported tags: ${SUPPORTED_TAGS.join(', ')}`;
/** Jinja's tags that need what a prompt does not have, and what to use instead. */
const REFUSED_TAGS: ReadonlyMap<string, string> = new Map([
  ['extends', "Templates do not inherit; use {% include 'template-id' %}"],
  [
    'block',
    "Templates do not inherit; use {% include 'template-id' %} or {% macro %}",
  ],
  [
    'import',
    "Define the macro in this template, or use {% include 'template-id' %}",
  ],
  [
    'from',
    "Define the macro in this template, or use {% include 'template-id' %}",
  ],
  ['do', 'Use {% set %}: values cannot be changed in place'],
  ['break', 'Filter the loop: {% for x in xs if condition %}'],
  ['continue', 'Filter the loop: {% for x in xs if condition %}'],
  [
    'autoescape',
    'Prompts are never escaped; use the filter escape where it is wanted',
  ],
  ['trans', 'Write the text itself'],
  ['print', 'Use {{ … }}'],
]);

/** Jinja's statement grammar over the expression grammar. */
export class StatementParser {
  private readonly stream: TokenStream;
  private readonly expressions: ExpressionParser;

  constructor(tokens: readonly Token[], onApplication: ApplicationListener) {
    this.stream = new TokenStream(tokens);
    this.expressions = new ExpressionParser(this.stream, onApplication);
  }

  parseTemplate(): Body {
    return this.parseBody('template', this.stream.current);
  }

  /** Statements up to one of the ending tags, whose name stays current. */
  private parseBody(
    opener: string,
    begin: Token,
    ...endings: readonly string[]
  ): Body {
    const { stream } = this;
    const body: Statement[] = [];
    while (!stream.is('end')) {
      const { kind, value, at } = stream.next();
      if (kind === 'text') {
        body.push({ kind: 'text', text: value, at });
      } else if (kind === 'output-begin') {
        const expression = this.expressions.parseTuple();
        this.expectEnd('output-end');
        body.push({ kind: 'output', expression, at });
      } else {
        if (stream.is('name', ...endings) && endings.length > 0) return body;
        body.push(stream.nested(() => this.parseStatement(endings)));
        this.expectEnd('tag-end');
      }
    }
    if (endings.length === 0) return body;
    throw stream.failure(
      `'{% ${opener} %}' is never closed; add '{% ${endings.at(-1) ?? ''} %}'`,
      begin.at,
    );
  }

  private expectEnd(kind: 'output-end' | 'tag-end'): void {
    if (this.stream.is(kind)) {
      this.stream.next();
      return;
    }
    throw this.stream.failure(
      `Expected '${kind === 'tag-end' ? '%}' : '}}'}', found ${describeToken(this.stream.current)}`,
    );
  }

  private parseStatement(endings: readonly string[]): Statement {
    const token = this.stream.expect('name');
    switch (token.value) {
      case 'if':
        return this.parseIf(token);
      case 'for':
        return this.parseFor(token);
      case 'set':
        return this.parseSet(token);
      case 'macro':
        return this.parseMacro(token);
      case 'call':
        return this.parseCallBlock(token);
      case 'filter':
        return this.parseFilterBlock(token);
      case 'with':
        return this.parseWith(token);
      case 'include':
        return this.parseInclude(token);
      default:
        throw this.unknownTag(token, endings);
    }
  }

  private unknownTag({ value, at }: Token, endings: readonly string[]): Error {
    const advice = REFUSED_TAGS.get(value);
    if (advice !== undefined) {
      return this.stream.failure(
        `'{% ${value} %}' is not supported. ${advice}. ${SUPPORTED}`,
        at,
      );
    }
    if (value.startsWith('end') || value === 'else' || value === 'elif') {
      const expected = endings
        .map((ending) => `'{% ${ending} %}'`)
        .join(' or ');
      return this.stream.failure(
        expected === ''
          ? `'{% ${value} %}' closes nothing: no tag is open`
          : `'{% ${value} %}' does not fit here, expected ${expected}`,
        at,
      );
    }
    return this.stream.failure(
      `Unknown tag '${value}'${suggestName(value, SUPPORTED_TAGS) || '.'} ${SUPPORTED}`,
      at,
    );
  }

  private parseIf(begin: Token): If {
    const { stream } = this;
    const branches: { test: Expression; body: Body }[] = [];
    let otherwise: Body = [];
    for (;;) {
      const test = this.expressions.parseTuple({ allowsConditional: false });
      this.expectEnd('tag-end');
      const body = this.parseBody('if', begin, 'elif', 'else', 'endif');
      branches.push({ test, body });
      const { value } = stream.next();
      if (value === 'elif') continue;
      if (value === 'else') {
        this.expectEnd('tag-end');
        otherwise = this.parseBody('if', begin, 'endif');
        stream.next();
      }
      return { kind: 'if', branches, otherwise, at: begin.at };
    }
  }

  private parseFor(begin: Token): For {
    const { stream } = this;
    const target = this.parseTarget(false);
    stream.expect('name', 'in');
    const iterable = this.expressions.parseTuple({ allowsConditional: false });
    const condition = stream.skipIf('name', 'if')
      ? this.expressions.parseExpression()
      : undefined;
    if (stream.is('name', 'recursive')) {
      throw stream.failure(
        'Recursive loops are not supported; use a macro that calls itself',
      );
    }
    this.expectEnd('tag-end');
    const body = this.parseBody('for', begin, 'else', 'endfor');
    let otherwise: Body = [];
    if (stream.next().value === 'else') {
      this.expectEnd('tag-end');
      otherwise = this.parseBody('for', begin, 'endfor');
      stream.next();
    }
    return {
      kind: 'for',
      target,
      iterable,
      condition,
      body,
      otherwise,
      at: begin.at,
    };
  }

  private parseSet(begin: Token): SetValue | SetBlock {
    const { stream } = this;
    const target = this.parseTarget(true);
    if (stream.skipIf('operator', '=')) {
      const value = this.expressions.parseTuple();
      return { kind: 'set', target, value, at: begin.at };
    }
    const filters = this.expressions.parseFilterChain(false);
    const body = this.parseTagBody('set', begin);
    return { kind: 'set-block', target, filters, body, at: begin.at };
  }

  private parseMacro(begin: Token): Macro {
    const { value: name } = this.parseName();
    const parameters = this.expressions.parseParameters();
    const body = this.parseTagBody('macro', begin);
    return { kind: 'macro', name, parameters, body, at: begin.at };
  }

  private parseCallBlock(begin: Token): CallBlock {
    const { stream, expressions } = this;
    const parameters = stream.is('operator', '(')
      ? expressions.parseParameters()
      : [];
    const call = expressions.parseExpression();
    if (call.kind !== 'call') {
      throw stream.failure(
        "'{% call %}' needs the call of a macro: {% call name() %}",
        begin.at,
      );
    }
    const body = this.parseTagBody('call', begin);
    return { kind: 'call-block', parameters, call, body, at: begin.at };
  }

  private parseFilterBlock(begin: Token): Statement {
    const filters: Application[] = this.expressions.parseFilterChain(true);
    const body = this.parseTagBody('filter', begin);
    return { kind: 'filter-block', filters, body, at: begin.at };
  }

  private parseWith(begin: Token): With {
    const { stream } = this;
    const bindings: { target: Target; value: Expression }[] = [];
    while (!stream.is('tag-end')) {
      if (bindings.length > 0) stream.expect('operator', ',');
      const target = this.parseTarget(false);
      stream.expect('operator', '=');
      bindings.push({ target, value: this.expressions.parseExpression() });
    }
    const body = this.parseTagBody('with', begin);
    return { kind: 'with', bindings, body, at: begin.at };
  }

  private parseInclude(begin: Token): Include {
    const { stream } = this;
    const template = this.expressions.parseExpression();
    const ignoreMissing = this.skipWords('ignore', 'missing');
    const withContext = !this.skipWords('without', 'context');
    if (withContext) this.skipWords('with', 'context');
    if (!stream.is('tag-end')) {
      throw stream.failure(
        `Expected 'ignore missing', 'with context', 'without context' or '%}', found ${describeToken(stream.current)}`,
      );
    }
    return {
      kind: 'include',
      template,
      ignoreMissing,
      withContext,
      at: begin.at,
    };
  }

  /** The rest of a tag, its body and the name of its closing tag. */
  private parseTagBody(name: string, begin: Token): Body {
    this.expectEnd('tag-end');
    const body = this.parseBody(name, begin, `end${name}`);
    this.stream.next();
    return body;
  }

  private skipWords(first: string, second: string): boolean {
    const following = this.stream.peek(1);
    const isThere =
      this.stream.is('name', first) &&
      following.kind === 'name' &&
      following.value === second;
    if (isThere) {
      this.stream.next();
      this.stream.next();
    }
    return isThere;
  }

  private parseTarget(allowsAttribute: boolean): Target {
    const { stream } = this;
    const { at } = stream.current;
    const targets: Target[] = [];
    let isTuple = false;
    while (!stream.is('name', 'in') && !stream.is('operator', '=', ')')) {
      targets.push(this.parseSingleTarget(allowsAttribute));
      if (!stream.skipIf('operator', ',')) break;
      isTuple = true;
    }
    const [only] = targets;
    if (only === undefined)
      throw stream.failure(
        `Expected a name, found ${describeToken(stream.current)}`,
      );
    return isTuple ? { kind: 'targets', targets, at } : only;
  }

  private parseSingleTarget(allowsAttribute: boolean): Target {
    const { stream } = this;
    if (stream.skipIf('operator', '(')) {
      const target = stream.nested(() => this.parseTarget(allowsAttribute));
      stream.expect('operator', ')');
      return target;
    }
    const { value: name, at } = this.parseName();
    if (!allowsAttribute || !stream.skipIf('operator', '.'))
      return { kind: 'name', name, at };
    const attribute = stream.expect('name').value;
    return {
      kind: 'namespace-attribute',
      namespace: name,
      name: attribute,
      at,
    };
  }

  private parseName(): Token {
    const token = this.stream.expect('name');
    if (!isConstantName(token.value)) return token;
    throw this.stream.failure(
      `'${token.value}' is a constant and cannot be assigned to`,
      token.at,
    );
  }
}
