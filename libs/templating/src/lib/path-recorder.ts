import type { Analysis, AnalysisProblem, PathRead } from './analysis';
import type { AnalysisScope, Paths } from './analysis-scope';

/** Collects what an analysis finds. */
export class PathRecorder implements Analysis {
  readonly reads: PathRead[] = [];
  readonly problems: AnalysisProblem[] = [];
  /** The include that is being followed: where findings are shown, and what it includes. */
  private included: { readonly at: number; readonly name: string } | undefined;

  read(
    scope: AnalysisScope,
    paths: Paths,
    at: number,
    isOptional = false,
  ): void {
    for (const path of paths) {
      const shown = withoutTrailingElement(path);
      this.reads.push({
        path: shown,
        at: this.included?.at ?? at,
        isOptional:
          isOptional || scope.isGuarded(shown) || scope.isGuarded(path),
      });
    }
  }

  /** A guarded read of a path still needs what the path is read from. */
  readGuarded(scope: AnalysisScope, paths: Paths, at: number): void {
    this.read(scope, paths, at, true);
    this.read(scope, paths.flatMap(parentOf), at);
  }

  problem(message: string, at: number): void {
    const { included } = this;
    this.problems.push(
      included === undefined
        ? { message, at }
        : {
            message: `${message} (in the included template '${included.name}')`,
            at: included.at,
          },
    );
  }

  within(
    include: { readonly at: number; readonly name: string },
    analyse: () => void,
  ): void {
    const outer = this.included;
    this.included = outer ?? include;
    analyse();
    this.included = outer;
  }
}

function withoutTrailingElement(path: string): string {
  return path.endsWith('[]') ? withoutTrailingElement(path.slice(0, -2)) : path;
}

function parentOf(path: string): Paths {
  const lastDot = withoutTrailingElement(path).lastIndexOf('.');
  return lastDot === -1 ? [] : [path.slice(0, lastDot)];
}
