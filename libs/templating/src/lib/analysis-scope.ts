import type { Macro } from './ast';
import { BUILT_IN_NAMES } from './built-in-names';

/** Context paths that a value may come from; none for a value that the template made itself. */
export type Paths = readonly string[];

/** What a name stands for: values from the context, or a macro with the scope around it. */
export interface Binding {
  readonly paths: Paths;
  readonly macro?: { readonly node: Macro; readonly scope: AnalysisScope };
}

const OPAQUE: Binding = { paths: [] };

/** The names of one block while a template is analysed, and what is known to be guarded there. */
export class AnalysisScope {
  private readonly bindings = new Map<string, Binding>();

  private constructor(
    private readonly parent: AnalysisScope | undefined,
    /** Paths that are only read where they exist. */
    private readonly guards: Paths,
    /** Whether the block is a branch: then what it sets is set in the block around it, perhaps. */
    private readonly isBranch: boolean,
    /** Paths that certainly exist where the branch is not taken. */
    private readonly guardsElsewhere: Paths = [],
  ) {}

  static root(): AnalysisScope {
    return new AnalysisScope(undefined, [], false);
  }

  inner(guards: Paths = []): AnalysisScope {
    return new AnalysisScope(this, guards, false);
  }

  branch(guards: Paths = [], guardsElsewhere: Paths = []): AnalysisScope {
    return new AnalysisScope(this, guards, true, guardsElsewhere);
  }

  bind(name: string, binding: Binding): void {
    if (!this.isBranch) {
      this.bindings.set(name, binding);
      return;
    }
    const before = this.get(name) ?? { paths: [name] };
    const kept = before.paths.filter(
      (path) => !covers(this.guardsElsewhere, path),
    );
    this.bindings.set(name, binding);
    this.parent?.bind(name, {
      ...before,
      ...binding,
      paths: [...new Set([...kept, ...binding.paths])],
    });
  }

  bindOpaque(name: string): void {
    this.bind(name, OPAQUE);
  }

  /** What a name stands for, `undefined` if it comes from the context. */
  get(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.get(name);
  }

  pathsOf(name: string): Paths {
    const binding = this.get(name);
    if (binding !== undefined) return binding.paths;
    return BUILT_IN_NAMES.function.has(name) ? [] : [name];
  }

  isGuarded(path: string): boolean {
    return covers(this.guards, path) || (this.parent?.isGuarded(path) ?? false);
  }
}

/** Whether a path is one of the guards, or read from one. */
function covers(guards: Paths, path: string): boolean {
  return guards.some(
    (guard) =>
      path === guard ||
      path.startsWith(`${guard}.`) ||
      path.startsWith(`${guard}[`),
  );
}
