import type { FindTemplate, PathRead } from './analysis';
import { analyzeTemplate } from './analyze-template';
import { TemplateSyntaxError } from './errors';
import { parseTemplate } from './parse-template';
import { rootOf } from './required-paths';
import { positionAt, type Position } from './source-text';
import { suggestName } from './suggest-name';
import type { Template } from './template';

/** A step of a template, as far as its prompts go. */
export interface TemplateStep {
  readonly id: string;
  readonly prompt: string;
  readonly system?: string | undefined;
}

export interface TemplateIssue extends Position {
  readonly stepId: string;
  /** Which of the step's texts the position is in. */
  readonly part: 'prompt' | 'system';
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface TemplateCheck {
  readonly issues: TemplateIssue[];
  /** What the seed data must have, over all steps; sorted. */
  readonly requiredPaths: string[];
}

const STEPS_ROOT = 'steps';

/**
 * Checks the steps of a template before anything is spent on them: syntax, filters, tests, macros, includes,
 * and that `steps.x.output` is read only after step `x`. Reports everything it finds and throws nothing.
 */
export function checkTemplateSteps(
  steps: readonly TemplateStep[],
  { include }: { include?: FindTemplate | undefined } = {},
): TemplateCheck {
  const issues: TemplateIssue[] = [];
  const paths = new Set<string>();
  steps.forEach((step, index) => {
    const earlier = steps.slice(0, index).map(({ id }) => id);
    if (earlier.includes(step.id)) issues.push(duplicateStep(step.id));
    const later = steps
      .slice(index)
      .map(({ id }) => id)
      .filter((id) => !earlier.includes(id));
    for (const part of ['prompt', 'system'] as const) {
      const source = step[part];
      if (source === undefined) continue;
      const checker = new PartChecker(
        { stepId: step.id, part },
        { earlier, later },
        include,
      );
      checker.check(source);
      issues.push(...checker.issues);
      for (const path of checker.requiredPaths) paths.add(path);
    }
  });
  return { issues, requiredPaths: [...paths].sort() };
}

function duplicateStep(stepId: string): TemplateIssue {
  const message = `There is already a step '${stepId}'; give every step an id of its own`;
  return {
    stepId,
    part: 'prompt',
    line: 1,
    column: 1,
    message,
    severity: 'error',
  };
}

class PartChecker {
  readonly issues: TemplateIssue[] = [];
  readonly requiredPaths: string[] = [];

  constructor(
    private readonly place: Pick<TemplateIssue, 'stepId' | 'part'>,
    private readonly steps: {
      readonly earlier: readonly string[];
      readonly later: readonly string[];
    },
    private readonly include: FindTemplate | undefined,
  ) {}

  check(source: string): void {
    const template = this.parse(source);
    if (template === undefined) return;
    const { reads, problems } = this.analyse(template);
    for (const { message, at } of problems)
      this.report(positionAt(template.source, at), message);
    for (const read of reads) {
      if (rootOf(read.path) === STEPS_ROOT) this.checkStepRead(template, read);
      else if (!read.isOptional) this.requiredPaths.push(read.path);
    }
  }

  private parse(source: string): Template | undefined {
    try {
      return parseTemplate(source, { name: this.place.stepId });
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      for (const { message, ...position } of error.problems)
        this.report(position, message);
      return undefined;
    }
  }

  /** An included template may itself be unreadable: that is an issue of the step that includes it. */
  private analyse(template: Template): ReturnType<typeof analyzeTemplate> {
    const { include } = this;
    return analyzeTemplate(
      template,
      include === undefined
        ? undefined
        : (name) => {
            try {
              return include(name);
            } catch (error) {
              if (!(error instanceof TemplateSyntaxError)) throw error;
              this.report(
                { line: 1, column: 1 },
                `The included template has an error: ${error.message}`,
              );
              return EMPTY_TEMPLATE;
            }
          },
    );
  }

  private checkStepRead(
    template: Template,
    { path, at, isOptional }: PathRead,
  ): void {
    const [, id, member] = /^steps\.([^.[]+)(?:\.([^.[]+))?/.exec(path) ?? [];
    if (id === undefined) return;
    const { earlier, later } = this.steps;
    const position = positionAt(template.source, at);
    const severity = isOptional ? 'warning' : 'error';
    if (later.includes(id)) {
      const problem =
        id === this.place.stepId
          ? 'is this step itself'
          : 'comes after this one';
      this.report(
        position,
        `'${path}' cannot be read here: step '${id}' ${problem}`,
        severity,
      );
    } else if (!earlier.includes(id)) {
      this.report(
        position,
        `There is no step '${id}'${suggestName(id, earlier)}`,
        severity,
      );
    } else if (member !== undefined && member !== 'output') {
      this.report(
        position,
        `A step has no '${member}'; read 'steps.${id}.output'`,
        severity,
      );
    }
  }

  /** What is read in several ways at one place is told once, with the worst severity. */
  private report(
    { line, column }: Position,
    message: string,
    severity: TemplateIssue['severity'] = 'error',
  ): void {
    const known = this.issues.findIndex(
      (other) =>
        other.line === line &&
        other.column === column &&
        other.message === message,
    );
    const issue = { ...this.place, line, column, message, severity };
    if (known === -1) this.issues.push(issue);
    else if (severity === 'error') this.issues[known] = issue;
  }
}

const EMPTY_TEMPLATE: Template = { name: '', source: '', body: [] };
