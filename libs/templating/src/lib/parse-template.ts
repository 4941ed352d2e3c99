import { BUILT_IN_NAMES } from './built-in-names';
import { TemplateSyntaxError, type SyntaxProblem } from './errors';
import { tokenize } from './lexer';
import { PARSE_LIMITS } from './limits';
import { normaliseSource, positionAt } from './source-text';
import { StatementParser } from './statement-parser';
import { suggestName } from './suggest-name';
import { syntaxDepth } from './syntax-depth';
import { SyntaxFailure } from './syntax-failure';
import type { Template } from './template';

const DEFAULT_NAME = 'template';

/**
 * Parses a Jinja template.
 * @param options.name how messages call the template
 * @throws {TemplateSyntaxError} with line and column; unknown filters and tests are reported all together
 */
export function parseTemplate(
  source: string,
  { name = DEFAULT_NAME }: { name?: string } = {},
): Template {
  const text = normaliseSource(source);
  const problems: SyntaxProblem[] = [];
  try {
    refuseHugeSource(text);
    const parser = new StatementParser(tokenize(text), (kind, application) => {
      const known = BUILT_IN_NAMES[kind];
      if (known.has(application.name)) return;
      problems.push({
        ...positionAt(text, application.at),
        message: `Unknown ${kind} '${application.name}'${suggestName(application.name, known)}`,
      });
    });
    const body = parser.parseTemplate();
    refuseDeepSyntax(syntaxDepth(body));
    const [first, ...others] = problems;
    if (first !== undefined) throw new TemplateSyntaxError(name, first, others);
    return { name, source: text, body };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const problem = { ...positionAt(text, error.at), message: error.message };
    throw new TemplateSyntaxError(name, problem, problems, error.limit);
  }
}

function refuseHugeSource(source: string): void {
  refuseAbove(
    'sourceSize',
    source.length,
    'The template is too long: %s characters',
  );
}

function refuseDeepSyntax(depth: number): void {
  refuseAbove(
    'syntaxDepth',
    depth,
    'The template is nested too deeply: %s levels',
  );
}

function refuseAbove(
  name: keyof typeof PARSE_LIMITS,
  actual: number,
  message: string,
): void {
  const value = PARSE_LIMITS[name];
  if (actual <= value) return;
  throw new SyntaxFailure(
    `${message.replace('%s', String(actual))} (limit ${name} = ${value})`,
    0,
    { name, value },
  );
}
