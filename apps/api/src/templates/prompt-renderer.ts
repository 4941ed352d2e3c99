import { Injectable } from '@nestjs/common';
import type {
  JsonObject,
  JsonValue,
  TemplatePreview,
  TemplateStep,
} from '@plot-palette/domain';
import {
  DEFAULT_RENDER_LIMITS,
  TemplateRenderError,
  TemplateSyntaxError,
  parseTemplate,
  renderTemplate,
  seededRandom,
  type RenderLimits,
} from '@plot-palette/templating';
import { includesFrom, type Fragments } from './fragments';

/** A request renders on the API's own processor, so it gets a fifth of what a worker may use. */
const REQUEST_LIMITS: RenderLimits = {
  ...DEFAULT_RENDER_LIMITS,
  steps: DEFAULT_RENDER_LIMITS.steps / 5,
};

export interface RenderOptions {
  /** Job seed and record index: the draws of the random filters follow from them. */
  readonly seed: number;
  readonly index: number;
  /** Stands for the answer of a step. */
  readonly outputOf: (step: TemplateStep) => JsonValue;
}

export type RenderedPrompt = TemplatePreview['prompts'][number];
export type Rendered = Pick<TemplatePreview, 'prompts' | 'issues'>;

/** Renders a template's steps for one row without calling a model. */
@Injectable()
export class PromptRenderer {
  render(
    steps: readonly TemplateStep[],
    fragments: Fragments,
    row: JsonObject,
    { seed, index, outputOf }: RenderOptions,
  ): Rendered {
    const random = seededRandom(seed, index);
    const include = includesFrom(fragments);
    const outputs: Record<string, { output: JsonValue }> = {};
    const rendered: Rendered = { prompts: [], issues: [] };
    for (const step of steps) {
      const render = (source: string): string =>
        renderTemplate(
          parseTemplate(source, { name: step.id }),
          { ...row, steps: outputs },
          { random, include, limits: REQUEST_LIMITS },
        );
      try {
        rendered.prompts.push({
          stepId: step.id,
          ...(step.system === undefined ? {} : { system: render(step.system) }),
          prompt: render(step.prompt),
        });
      } catch (error) {
        rendered.issues.push(issueOf(step.id, error));
      }
      outputs[step.id] = { output: outputOf(step) };
    }
    return rendered;
  }
}

function issueOf(stepId: string, error: unknown): Rendered['issues'][number] {
  if (
    error instanceof TemplateRenderError ||
    error instanceof TemplateSyntaxError
  )
    return {
      stepId,
      line: error.line,
      column: error.column,
      message: error.message,
      severity: 'error',
    };
  throw error;
}
