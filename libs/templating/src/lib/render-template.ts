import type { JsonValue } from '@plot-palette/domain';

import { execute } from './execute';
import { LIBRARY } from './library';
import { DEFAULT_RENDER_LIMITS, type RenderLimits } from './limits';
import { OutputBuffer } from './output-buffer';
import { Runtime } from './runtime';
import { Scope } from './scope';
import { syntaxDepth } from './syntax-depth';
import type { Template } from './template';

export interface RenderOptions {
  /** Draws from [0, 1) for `random` and `random_sentence`: the same numbers give the same text. */
  readonly random: () => number;
  /** Finds the template that `{% include 'name' %}` names. */
  readonly include?: ((name: string) => Template | undefined) | undefined;
  readonly limits?: Partial<RenderLimits> | undefined;
}

/**
 * Renders a template with a context of plain JSON, which is read by own property only.
 * @throws {TemplateRenderError} with line and column, and the path or limit where there is one
 */
export function renderTemplate(
  template: Template,
  context: Readonly<Record<string, JsonValue>>,
  { random, include, limits }: RenderOptions,
): string {
  const runtime = new Runtime({
    library: LIBRARY,
    template,
    random,
    include,
    limits: { ...DEFAULT_RENDER_LIMITS, ...limits },
  });
  const output = new OutputBuffer(runtime, 'outputBytes');
  try {
    runtime.enter(syntaxDepth(template.body));
    execute(runtime, Scope.root(context), template.body, output);
  } catch (error) {
    // The depth limit leaves room, but not if the caller has used up the stack already.
    if (error instanceof RangeError) {
      throw runtime.failure('The template nests too deeply for this machine', {
        cause: error,
      });
    }
    throw error;
  }
  return output.text;
}
