import { Injectable } from '@nestjs/common';
import {
  chatParametersSchema,
  InvalidInput,
  placeholderOutput,
  type JsonObject,
  type Run,
  type StepTrialRequest,
  type Template,
  type TemplateStep,
  type TriedStep,
} from '@plot-palette/domain';
import type { Caller } from '../auth/caller';
import { RunStarter } from '../runs/run-starter';
import { placedIssue } from '../templates/placed-issue';
import {
  PromptRenderer,
  type RenderedPrompt,
} from '../templates/prompt-renderer';
import { isRunnable } from '../templates/runnable-step';
import { TemplateAccess } from '../templates/template-access';
import { TemplateChecker } from '../templates/template-checker';
import { TrialProject } from './trial-project';

/** Asks a template's step in the studio, as a job would ask it for a row. */
@Injectable()
export class StepTrial {
  constructor(
    private readonly access: TemplateAccess,
    private readonly checker: TemplateChecker,
    private readonly renderer: PromptRenderer,
    private readonly projects: TrialProject,
    private readonly starter: RunStarter,
  ) {}

  /**
   * @throws NotFound when template or project are not the caller's to read, InvalidInput when there is no such step or it
   *   cannot be rendered with the row, and what `RunStarter.start` throws.
   */
  async start(
    caller: Caller,
    templateId: string,
    { stepId, row, projectId }: StepTrialRequest,
    key: string | undefined,
  ): Promise<Run> {
    const template = await this.access.readable(caller, templateId);
    const step = stepOf(template, stepId);
    const { system = '', prompt } = await this.render(template, step, row);
    return this.starter.start(
      caller,
      {
        projectId: projectId ?? (await this.projects.idOf(caller)),
        model: step.model ?? step.modelTier,
        parameters: chatParametersSchema.strip().parse(step),
        cardVersions: {},
        action: { kind: 'MESSAGE', text: prompt },
      },
      key,
      { system, notes: notesOf(template, step) },
    );
  }

  private async render(
    template: Template,
    step: TemplateStep,
    row: JsonObject,
  ): Promise<RenderedPrompt> {
    const { steps, userId } = template;
    const { fragments } = await this.checker.check(template, userId);
    const upToIt = steps.slice(0, steps.indexOf(step) + 1);
    const { prompts, issues } = this.renderer.render(upToIt, fragments, row, {
      seed: 0,
      index: 0,
      outputOf: (earlier) => placeholderOutput(earlier),
    });
    const [issue] = issues.map(placedIssue);
    if (issue !== undefined)
      throw new InvalidInput(
        `The step cannot be rendered with this row. ${issue.where}: ${issue.message}`,
        { issues: issues.map(placedIssue) },
      );
    const rendered = prompts.at(-1);
    if (rendered === undefined || rendered.prompt.trim() === '')
      throw new InvalidInput(
        `The prompt of step ${step.id} is empty with this row. Give the row what the prompt shows.`,
        { issues: [{ where: 'row', message: 'makes an empty prompt' }] },
      );
    return rendered;
  }
}

function stepOf({ steps }: Template, stepId: string): TemplateStep {
  const refuse = (message: string): InvalidInput =>
    new InvalidInput(`stepId: ${message}`, {
      issues: [{ where: 'stepId', message }],
    });
  const step = steps.find(({ id }) => id === stepId);
  if (step === undefined)
    throw refuse(
      `the template has no step ${stepId}, but ${steps.map(({ id }) => id).join(', ')}`,
    );
  if (!isRunnable(step))
    throw refuse(
      `${stepId} is a fragment and is not run by itself; give it a model or modelTier`,
    );
  return step;
}

function notesOf({ steps }: Template, step: TemplateStep): TriedStep['notes'] {
  const earlier = steps.slice(0, steps.indexOf(step)).map(({ id }) => id);
  return [
    ...(earlier.length > 0
      ? [
          `Earlier steps were not run: where the prompt shows answers of ${earlier.join(', ')}, placeholders stand.`,
        ]
      : []),
    ...(step.outputSchema === undefined
      ? []
      : [
          "The step's output schema is not asked for here: the answer is text.",
        ]),
  ];
}
