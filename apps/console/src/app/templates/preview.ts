import {
  placeholderOutput,
  type JsonObject,
  type JsonValue,
  type TemplatePreview,
} from '@plot-palette/domain';
import {
  DEFAULT_RENDER_LIMITS,
  TemplateRenderError,
  TemplateSyntaxError,
  checkTemplateSteps,
  parseTemplate,
  renderTemplate,
  seededRandom,
} from '@plot-palette/templating';
import { sampleRow } from './sample-row';
import { jsonObjectOf, type StepDraft } from './template-draft';

/** The engine also says which of a step's texts a position is in. */
export type PreviewIssue = TemplatePreview['issues'][number] & {
  readonly part?: 'prompt' | 'system';
};
export type RenderedPrompt = TemplatePreview['prompts'][number];

/** Sources of what the steps include, by name. */
export type Fragments = ReadonlyMap<string, string>;

/** The page renders at each pause of typing: a template that needs more than this must not freeze it. */
const LIMITS = {
  ...DEFAULT_RENDER_LIMITS,
  steps: 200_000,
  outputBytes: 262_144,
  valueSize: 262_144,
};

/** What the steps would send for one row (one made up from the paths when none is given); where an answer would stand, later steps see `<output of {step}>`. */
export function previewSteps(
  steps: readonly StepDraft[],
  givenRow: JsonObject | undefined,
  fragments: Fragments,
): TemplatePreview {
  // A fragment that cannot be parsed throws, which the check reports in the step that includes it.
  const include = (name: string) => {
    const source = fragments.get(name);
    return source === undefined ? undefined : parseTemplate(source, { name });
  };
  const { issues, requiredPaths } = checkTemplateSteps(steps.map(sourcesOf), {
    include,
  });
  const row = givenRow ?? sampleRow(requiredPaths);
  const broken = new Set(
    issues.flatMap(({ severity, stepId }) =>
      severity === 'error' ? [stepId] : [],
    ),
  );
  const prompts: RenderedPrompt[] = [];
  const failures: PreviewIssue[] = [];
  const outputs: Record<string, { output: JsonValue }> = {};
  const random = seededRandom(0, 0);
  for (const step of steps) {
    const render = (source: string) =>
      renderTemplate(
        parseTemplate(source, { name: step.id }),
        { ...row, steps: { ...outputs } },
        { random, include, limits: LIMITS },
      );
    if (!broken.has(step.id)) {
      try {
        prompts.push(renderStep(step, render));
      } catch (error) {
        failures.push(issueOf(step.id, error));
      }
    }
    outputs[step.id] = { output: placeholderOutput(withSchema(step)) };
  }
  return { prompts, issues: [...issues, ...failures], requiredPaths };
}

function withSchema({ id, outputSchema: text }: StepDraft) {
  const outputSchema = jsonObjectOf(text);
  return outputSchema === undefined ? { id } : { id, outputSchema };
}

function sourcesOf({ id, prompt, system }: StepDraft) {
  return { id, prompt, ...(system === '' ? {} : { system }) };
}

function renderStep(
  { id, system, prompt }: StepDraft,
  render: (source: string) => string,
): RenderedPrompt {
  return {
    stepId: id,
    ...(system === '' ? {} : { system: render(system) }),
    prompt: render(prompt),
  };
}

function issueOf(stepId: string, error: unknown): PreviewIssue {
  if (
    error instanceof TemplateRenderError ||
    error instanceof TemplateSyntaxError
  ) {
    const { line, column, message } = error;
    return { stepId, line, column, message, severity: 'error' };
  }
  throw error;
}
