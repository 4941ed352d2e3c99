import { InvalidInput, type Issue } from '@plot-palette/domain';

import type { Position } from './source-text';

/** A limit that was reached: its name in `RenderLimits` or `PARSE_LIMITS`, and its value. */
export interface ReachedLimit {
  readonly name: string;
  readonly value: number;
}

/** One thing that is wrong with a template's text. */
export interface SyntaxProblem extends Position {
  readonly message: string;
}

/** The template cannot be parsed, or names a filter or test that does not exist. */
export class TemplateSyntaxError extends InvalidInput {
  readonly line: number;
  readonly column: number;
  readonly templateName: string;
  /** Every problem found, the first one included. */
  readonly problems: readonly SyntaxProblem[];
  readonly limit: ReachedLimit | undefined;

  constructor(
    templateName: string,
    first: SyntaxProblem,
    others: readonly SyntaxProblem[] = [],
    limit?: ReachedLimit,
  ) {
    const problems = [first, ...others];
    super(`${describePlace(templateName, first)}: ${first.message}`, {
      issues: problems.map((problem) => toIssue(templateName, problem)),
    });
    this.templateName = templateName;
    this.line = first.line;
    this.column = first.column;
    this.problems = problems;
    this.limit = limit;
  }
}

export interface RenderErrorDetails {
  /** The dotted path that was read although nothing is there. */
  readonly path?: string | undefined;
  readonly limit?: ReachedLimit | undefined;
  readonly cause?: unknown;
}

/** The template is well formed, but cannot be rendered with this context or within these limits. */
export class TemplateRenderError extends InvalidInput {
  readonly line: number;
  readonly column: number;
  readonly templateName: string;
  readonly path: string | undefined;
  readonly limit: ReachedLimit | undefined;

  constructor(
    templateName: string,
    problem: SyntaxProblem,
    { path, limit, cause }: RenderErrorDetails = {},
  ) {
    super(`${describePlace(templateName, problem)}: ${problem.message}`, {
      issues: [toIssue(templateName, problem)],
      cause,
    });
    this.templateName = templateName;
    this.line = problem.line;
    this.column = problem.column;
    this.path = path;
    this.limit = limit;
  }
}

function describePlace(
  templateName: string,
  { line, column }: Position,
): string {
  return `${templateName}:${line}:${column}`;
}

function toIssue(templateName: string, problem: SyntaxProblem): Issue {
  return {
    where: describePlace(templateName, problem),
    message: problem.message,
  };
}
