export {
  checkTemplateSteps,
  type TemplateCheck,
  type TemplateIssue,
  type TemplateStep,
} from './lib/check-template-steps';
export {
  TemplateRenderError,
  TemplateSyntaxError,
  type ReachedLimit,
  type SyntaxProblem,
} from './lib/errors';
export {
  DEFAULT_RENDER_LIMITS,
  PARSE_LIMITS,
  type RenderLimits,
} from './lib/limits';
export { literalSource } from './lib/literal-source';
export { parseTemplate } from './lib/parse-template';
export { renderTemplate, type RenderOptions } from './lib/render-template';
export { requiredPaths, type RequiredPathsOptions } from './lib/required-paths';
export { seededRandom } from './lib/seeded-random';
export type { Position } from './lib/source-text';
export type { Template } from './lib/template';
