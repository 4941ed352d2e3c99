import type {
  JobSnapshot,
  ResolvedModel,
  TemplateStep,
} from '@plot-palette/domain';
import { compileOutputSchema, type OutputCheck } from '@plot-palette/inference';
import { parseTemplate, type Template } from '@plot-palette/templating';

/** A step that runs: everything about it that is the same for all records. */
export interface PlannedStep {
  readonly step: TemplateStep;
  readonly model: ResolvedModel;
  readonly prompt: Template;
  readonly system: Template | undefined;
  readonly check: OutputCheck | undefined;
}

export interface GenerationPlan {
  readonly jobSeed: number;
  readonly rows: number;
  readonly maxAttempts: number;
  readonly steps: readonly PlannedStep[];
  readonly include: (name: string) => Template | undefined;
}

/**
 * Parses and compiles what a job's snapshot freezes. Steps without a model are fragments: included, but not run.
 * @throws InvalidInput when a template or schema cannot be used.
 */
export function planGeneration(snapshot: JobSnapshot): GenerationPlan {
  const { request, template, models, fragments, seed } = snapshot;
  const included = new Map(
    Object.entries(fragments).map(([name, source]) => [
      name,
      parseTemplate(source, { name }),
    ]),
  );
  return {
    jobSeed: request.jobSeed,
    rows: seed.rows,
    maxAttempts: request.maxAttemptsPerRecord,
    steps: template.steps.flatMap((step) => {
      const model = Object.hasOwn(models, step.id)
        ? models[step.id]
        : undefined;
      return model === undefined ? [] : [planStep(step, model)];
    }),
    include: (name) => included.get(name),
  };
}

function planStep(step: TemplateStep, model: ResolvedModel): PlannedStep {
  const name = step.id;
  return {
    step,
    model,
    prompt: parseTemplate(step.prompt, { name }),
    system:
      step.system === undefined
        ? undefined
        : parseTemplate(step.system, { name: `${name}, system prompt` }),
    check:
      step.outputSchema === undefined
        ? undefined
        : compileOutputSchema(step.outputSchema),
  };
}
