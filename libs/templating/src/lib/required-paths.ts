import type { FindTemplate } from './analysis';
import { analyzeTemplate } from './analyze-template';
import type { Template } from './template';

export interface RequiredPathsOptions {
  /** Finds included templates, whose paths count too. Without it includes are not followed. */
  readonly include?: FindTemplate | undefined;
  /** Root names that the caller supplies itself, such as `steps`. */
  readonly provided?: readonly string[] | undefined;
}

/**
 * The dotted paths that a template needs from its context, sorted: `author.name`; for lists both the list and what is
 * read of its elements, `characters` and `characters[].name`. Paths read only behind `is defined`, `'key' in x` or
 * `default` are optional and left out; what they are read from is not (`author` for `author.biography | default('')`).
 * A condition like `{% if flag %}` does need `flag`: presence is "the key exists", not "the value is truthy".
 */
export function requiredPaths(
  template: Template,
  { include, provided = [] }: RequiredPathsOptions = {},
): string[] {
  const paths = analyzeTemplate(template, include)
    .reads.filter(({ isOptional }) => !isOptional)
    .map(({ path }) => path)
    .filter((path) => !provided.includes(rootOf(path)));
  return [...new Set(paths)].sort();
}

/** The context variable that a path starts at. */
export function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
