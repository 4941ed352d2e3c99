import type { Analysis, FindTemplate } from './analysis';
import { AnalysisScope, type Binding, type Paths } from './analysis-scope';
import type {
  Body,
  CallBlock,
  For,
  If,
  Include,
  Macro,
  Parameter,
  Statement,
  Target,
} from './ast';
import { ExpressionAnalyzer } from './expression-analyzer';
import { PathRecorder } from './path-recorder';
import type { Template } from './template';

/** Macros are analysed anew for other arguments, but hostile templates could make that explode. */
const MOST_MACRO_ANALYSES = 1_000;
const MOST_INCLUDES = 200;

/** Follows a template through all its branches, macros and includes; scopes work as they do at run time. */
export function analyzeTemplate(
  template: Template,
  include?: FindTemplate,
): Analysis {
  const analyzer = new TemplateAnalyzer(include);
  analyzer.analyseBody(AnalysisScope.root(), template.body);
  return analyzer.recorder;
}

class TemplateAnalyzer {
  readonly recorder = new PathRecorder();
  private readonly macroNames = new Set<string>();
  private readonly expressions: ExpressionAnalyzer;
  private readonly active = new Set<Body>();
  private readonly analysedCalls = new Map<Macro, Set<string>>();
  private macroAnalyses = 0;
  private includes = 0;

  constructor(private readonly include: FindTemplate | undefined) {
    this.expressions = new ExpressionAnalyzer(
      this.recorder,
      this.macroNames,
      (binding, args) => {
        this.analyseMacroCall(binding, args.positional, args.named);
      },
    );
  }

  analyseBody(scope: AnalysisScope, body: Body): void {
    // A macro may call one that is defined after it.
    for (const statement of body)
      if (statement.kind === 'macro') this.macroNames.add(statement.name);
    for (const statement of body) this.analyseStatement(scope, statement);
  }

  private analyseStatement(scope: AnalysisScope, node: Statement): void {
    const { expressions } = this;
    switch (node.kind) {
      case 'text':
        return;
      case 'output':
        expressions.analyse(scope, node.expression);
        return;
      case 'if':
        this.analyseIf(scope, node);
        return;
      case 'for':
        this.analyseFor(scope, node);
        return;
      case 'set':
        this.assign(scope, node.target, expressions.analyse(scope, node.value));
        return;
      case 'set-block':
      case 'filter-block':
        this.analyseBody(scope.inner(), node.body);
        expressions.analyseApplications(scope, node.filters);
        if (node.kind === 'set-block') this.assign(scope, node.target, []);
        return;
      case 'macro':
        scope.bind(node.name, { paths: [], macro: { node, scope } });
        this.analyseMacroBody(scope, node, () => []);
        return;
      case 'call-block':
        this.analyseCallBlock(scope, node);
        return;
      case 'with': {
        const inner = scope.inner();
        const values = node.bindings.map(({ value }) =>
          expressions.analyse(scope, value),
        );
        node.bindings.forEach(({ target }, index) => {
          this.assign(inner, target, values[index] ?? []);
        });
        this.analyseBody(inner, node.body);
        return;
      }
      case 'include':
        this.analyseInclude(scope, node);
        return;
      default:
        node satisfies never;
    }
  }

  private analyseIf(scope: AnalysisScope, node: If): void {
    const { expressions } = this;
    let current = scope;
    let guardsBefore: Paths = [];
    for (const { test, body } of node.branches) {
      expressions.analyse(current, test);
      const [ifTrue, ifFalse] = [
        expressions.guards(current, test, true),
        expressions.guards(current, test, false),
      ];
      this.analyseBody(current.branch(ifTrue, ifFalse), body);
      current = current.branch(ifFalse, ifTrue);
      guardsBefore = ifTrue;
    }
    this.analyseBody(current.branch([], guardsBefore), node.otherwise);
  }

  private analyseFor(scope: AnalysisScope, node: For): void {
    const { target, condition } = node;
    const elements = this.expressions
      .analyse(scope, node.iterable)
      .map((path) => `${path}[]`);
    const inner = scope.inner();
    this.assign(inner, target, elements);
    let body = inner;
    if (condition !== undefined) {
      this.expressions.analyse(inner, condition);
      body = inner.inner(this.expressions.guards(inner, condition, true));
    }
    body.bindOpaque('loop');
    this.analyseBody(body, node.body);
    this.analyseBody(scope.inner(), node.otherwise);
  }

  private analyseCallBlock(scope: AnalysisScope, node: CallBlock): void {
    this.expressions.analyse(scope, node.call);
    const inner = scope.inner();
    this.bindParameters(inner, node.parameters, () => []);
    this.analyseBody(inner, node.body);
  }

  private analyseInclude(scope: AnalysisScope, node: Include): void {
    const { template: name } = node;
    this.expressions.analyse(scope, name);
    if (
      name.kind !== 'literal' ||
      typeof name.value !== 'string' ||
      this.include === undefined
    )
      return;
    const template = this.include(name.value);
    if (template === undefined) {
      if (!node.ignoreMissing)
        this.recorder.problem(
          `There is no template '${name.value}' to include`,
          node.at,
        );
      return;
    }
    if (this.active.has(template.body)) {
      this.recorder.problem(
        `The template '${name.value}' includes itself`,
        node.at,
      );
      return;
    }
    this.includes += 1;
    if (this.includes > MOST_INCLUDES) return;
    const inner = node.withContext ? scope.inner() : AnalysisScope.root();
    this.recorder.within({ at: node.at, name: name.value }, () => {
      this.enter(template.body, () => {
        this.analyseBody(inner, template.body);
      });
    });
  }

  private analyseMacroCall(
    binding: Binding,
    positional: readonly Paths[],
    named: ReadonlyMap<string, Paths>,
  ): void {
    if (binding.macro === undefined) return;
    const { node, scope } = binding.macro;
    const pathsOf = (parameter: Parameter, index: number): Paths =>
      positional[index] ?? named.get(parameter.name) ?? [];
    const key = JSON.stringify(node.parameters.map(pathsOf));
    const analysed = this.analysedCalls.get(node) ?? new Set();
    if (analysed.has(key) || node.parameters.length === 0) return;
    this.analysedCalls.set(node, analysed.add(key));
    this.analyseMacroBody(scope, node, pathsOf);
  }

  private analyseMacroBody(
    scope: AnalysisScope,
    node: Macro,
    pathsOf: (parameter: Parameter, index: number) => Paths,
  ): void {
    this.macroAnalyses += 1;
    if (this.active.has(node.body) || this.macroAnalyses > MOST_MACRO_ANALYSES)
      return;
    const inner = scope.inner();
    for (const name of ['varargs', 'kwargs', 'caller']) inner.bindOpaque(name);
    this.bindParameters(inner, node.parameters, pathsOf);
    this.enter(node.body, () => {
      this.analyseBody(inner, node.body);
    });
  }

  private bindParameters(
    scope: AnalysisScope,
    parameters: readonly Parameter[],
    pathsOf: (parameter: Parameter, index: number) => Paths,
  ): void {
    parameters.forEach((parameter, index) => {
      const { name, defaultValue } = parameter;
      const defaults =
        defaultValue === undefined
          ? []
          : this.expressions.analyse(scope, defaultValue);
      scope.bind(name, { paths: [...pathsOf(parameter, index), ...defaults] });
    });
  }

  /** Marks a body as being analysed, so that what contains itself is analysed once. */
  private enter(body: Body, analyse: () => void): void {
    this.active.add(body);
    analyse();
    this.active.delete(body);
  }

  private assign(scope: AnalysisScope, target: Target, paths: Paths): void {
    if (target.kind === 'name') scope.bind(target.name, { paths });
    else if (target.kind === 'targets') {
      for (const part of target.targets)
        this.assign(
          scope,
          part,
          paths.map((path) => `${path}[]`),
        );
    }
  }
}
