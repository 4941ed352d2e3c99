import type { AnalysisScope, Paths } from './analysis-scope';
import type {
  Application,
  Attribute,
  Call,
  CallArguments,
  Expression,
  Subscript,
} from './ast';
import { elementPath, readAttributes, resultPath } from './attribute-arguments';
import { BUILT_IN_NAMES } from './built-in-names';
import { guardedPaths } from './guards';
import type { PathRecorder } from './path-recorder';
import { suggestName } from './suggest-name';

/** Analyses the call of a macro with the paths of its arguments. */
export type MacroCallListener = (
  binding: NonNullable<ReturnType<AnalysisScope['get']>>,
  args: {
    readonly positional: readonly Paths[];
    readonly named: ReadonlyMap<string, Paths>;
  },
) => void;

/** Finds what expressions read from the context. */
export class ExpressionAnalyzer {
  constructor(
    private readonly recorder: PathRecorder,
    private readonly macroNames: ReadonlySet<string>,
    private readonly onMacroCall: MacroCallListener,
  ) {}

  /** Records what the expression reads, and gives the paths that its value may come from. */
  analyse(scope: AnalysisScope, node: Expression): Paths {
    switch (node.kind) {
      case 'literal':
        return [];
      case 'name':
      case 'attribute':
      case 'subscript': {
        const paths = this.resolve(scope, node);
        this.recorder.read(scope, paths, node.at);
        return paths;
      }
      case 'slice': {
        const paths = this.analyse(scope, node.target);
        this.analyseAll(scope, [node.start, node.stop, node.step]);
        return paths;
      }
      case 'list':
      case 'tuple':
        this.analyseAll(scope, node.items);
        return [];
      case 'dict':
        for (const { key, value } of node.pairs)
          this.analyseAll(scope, [key, value]);
        return [];
      case 'call':
        return this.analyseCall(scope, node);
      case 'filter':
        return this.analyseFilter(scope, node.input, node.filter);
      case 'test':
        this.analyseTest(scope, node.input, node.test);
        return [];
      case 'unary':
        this.analyse(scope, node.operand);
        return [];
      case 'binary':
        this.analyseAll(scope, [node.left, node.right]);
        return [];
      case 'concatenation':
        this.analyseAll(scope, node.parts);
        return [];
      case 'comparison':
        this.analyseAll(scope, [
          node.first,
          ...node.rest.map(({ operand }) => operand),
        ]);
        return [];
      case 'logical':
        return this.analyseLogical(
          scope,
          node.operator === 'and',
          node.operands,
        );
      case 'conditional':
        this.analyse(scope, node.test);
        return [
          ...this.analyse(
            scope.inner(this.guards(scope, node.test, true)),
            node.then,
          ),
          ...(node.otherwise === undefined
            ? []
            : this.analyse(
                scope.inner(this.guards(scope, node.test, false)),
                node.otherwise,
              )),
        ];
      default:
        return node satisfies never;
    }
  }

  analyseArguments(
    scope: AnalysisScope,
    args: CallArguments,
  ): { positional: readonly Paths[]; named: ReadonlyMap<string, Paths> } {
    const positional = args.positional.map((argument) =>
      this.analyse(scope, argument),
    );
    const named = new Map(
      args.named.map(({ name, value }) => [name, this.analyse(scope, value)]),
    );
    this.analyseAll(scope, [args.spread, args.namedSpread]);
    return { positional, named };
  }

  /** Of a chain of filters on something that is no expression, such as a block's text. */
  analyseApplications(
    scope: AnalysisScope,
    applications: readonly Application[],
  ): void {
    for (const { args } of applications) this.analyseArguments(scope, args);
  }

  /** What certainly exists where a condition holds (or does not). */
  guards(scope: AnalysisScope, condition: Expression, isTrue: boolean): Paths {
    return guardedPaths(condition, isTrue, (expression) =>
      purePaths(scope, expression),
    );
  }

  private analyseAll(
    scope: AnalysisScope,
    nodes: readonly (Expression | undefined)[],
  ): void {
    for (const node of nodes) if (node !== undefined) this.analyse(scope, node);
  }

  /** The paths of a chain of attributes, without recording its parts as reads of their own. */
  private resolve(scope: AnalysisScope, node: Expression): Paths {
    if (node.kind === 'name') return scope.pathsOf(node.name);
    if (node.kind === 'attribute')
      return appended(this.resolve(scope, node.target), `.${node.name}`);
    if (node.kind === 'subscript') return this.resolveSubscript(scope, node);
    return this.analyse(scope, node);
  }

  private resolveSubscript(scope: AnalysisScope, node: Subscript): Paths {
    const target = this.resolve(scope, node.target);
    const suffix = literalSuffix(node);
    if (suffix !== undefined) return appended(target, suffix);
    this.recorder.read(scope, target, node.at);
    this.analyse(scope, node.index);
    return [];
  }

  private analyseLogical(
    scope: AnalysisScope,
    isAnd: boolean,
    operands: readonly Expression[],
  ): Paths {
    let current = scope;
    return operands.flatMap((operand) => {
      const paths = this.analyse(current, operand);
      current = current.inner(this.guards(current, operand, isAnd));
      return paths;
    });
  }

  private analyseTest(
    scope: AnalysisScope,
    input: Expression,
    test: Application,
  ): void {
    const asksPresence = test.name === 'defined' || test.name === 'undefined';
    if (asksPresence && isPath(input)) {
      this.recorder.readGuarded(scope, this.resolve(scope, input), input.at);
    } else {
      this.analyse(scope, input);
    }
    this.analyseArguments(scope, test.args);
  }

  private analyseFilter(
    scope: AnalysisScope,
    input: Expression,
    filter: Application,
  ): Paths {
    const { name } = filter;
    if ((name === 'default' || name === 'd') && isPath(input)) {
      this.recorder.readGuarded(scope, this.resolve(scope, input), input.at);
      this.analyseArguments(scope, filter.args);
      return [];
    }
    const paths = this.analyse(scope, input);
    this.analyseArguments(scope, filter.args);
    const { attributes, isOptional } = readAttributes(filter);
    for (const attribute of attributes) {
      const read = paths.map((path) => elementPath(path, attribute));
      this.recorder.read(scope, read, filter.at, isOptional);
    }
    return paths.flatMap((path) => resultPath(name, path) ?? []);
  }

  private analyseCall(scope: AnalysisScope, node: Call): Paths {
    const { callee, args } = node;
    if (callee.kind === 'name') {
      this.analyseNamedCall(scope, callee.name, node);
      return [];
    }
    // Context values have no functions: the attribute that is called is a method of what it is read from.
    if (callee.kind === 'attribute') this.analyseMethodTarget(scope, callee);
    else this.analyse(scope, callee);
    this.analyseArguments(scope, args);
    return [];
  }

  private analyseMethodTarget(scope: AnalysisScope, callee: Attribute): void {
    this.analyse(scope, callee.target);
  }

  private analyseNamedCall(
    scope: AnalysisScope,
    name: string,
    node: Call,
  ): void {
    const args = this.analyseArguments(scope, node.args);
    const binding = scope.get(name);
    if (binding?.macro !== undefined) {
      this.onMacroCall(binding, args);
    } else if (
      binding === undefined &&
      !this.macroNames.has(name) &&
      !BUILT_IN_NAMES.function.has(name)
    ) {
      const known = [...this.macroNames, ...BUILT_IN_NAMES.function];
      const filterHint = BUILT_IN_NAMES.filter.has(name)
        ? `; '${name}' is a filter: write value | ${name}`
        : suggestName(name, known);
      this.recorder.problem(
        `Unknown function or macro '${name}'${filterHint}`,
        node.at,
      );
    }
  }
}

function isPath(node: Expression): boolean {
  if (node.kind === 'name') return true;
  return (
    (node.kind === 'attribute' || node.kind === 'subscript') &&
    isPath(node.target)
  );
}

/** The paths of an expression that is nothing but a path. */
function purePaths(scope: AnalysisScope, node: Expression): Paths {
  if (node.kind === 'name') return scope.pathsOf(node.name);
  if (node.kind === 'attribute')
    return appended(purePaths(scope, node.target), `.${node.name}`);
  const suffix = node.kind === 'subscript' ? literalSuffix(node) : undefined;
  return node.kind === 'subscript' && suffix !== undefined
    ? appended(purePaths(scope, node.target), suffix)
    : [];
}

function literalSuffix({ index }: Subscript): string | undefined {
  if (index.kind === 'unary' && index.operand.kind === 'literal') return '[]';
  if (index.kind !== 'literal') return undefined;
  return typeof index.value === 'string' ? `.${index.value}` : '[]';
}

function appended(paths: Paths, suffix: string): Paths {
  return paths.map((path) => path + suffix);
}
