import type { TemplateStep } from '@plot-palette/domain';

/** A step without a model or tier is a fragment: it may be included, but not run. */
export function isRunnable(step: TemplateStep): boolean {
  return step.model !== undefined || step.modelTier !== undefined;
}
