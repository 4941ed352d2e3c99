import { Inject, Injectable } from '@nestjs/common';
import {
  columnIssues,
  InvalidInput,
  type Issue,
  type TemplateDefinition,
  type TemplateStep,
} from '@plot-palette/domain';
import { compileOutputSchema, resolveModel } from '@plot-palette/inference';
import { checkTemplateSteps } from '@plot-palette/templating';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import { FragmentResolver, includesFrom, type Fragments } from './fragments';
import { placedIssue } from './placed-issue';
import { isRunnable } from './runnable-step';

export interface CheckedTemplate {
  readonly requiredPaths: string[];
  readonly fragments: Fragments;
}

/** Everything about a template that can be wrong before it meets a row. */
@Injectable()
export class TemplateChecker {
  constructor(
    private readonly resolver: FragmentResolver,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  /** @throws InvalidInput with every error's step, line and column. */
  async check(
    {
      steps,
      isPublic,
      columns = {},
    }: Pick<TemplateDefinition, 'steps' | 'isPublic' | 'columns'>,
    ownerId: string,
  ): Promise<CheckedTemplate> {
    const fragments = await this.resolver.resolve(steps, {
      ownerId,
      publicOnly: isPublic,
    });
    const { issues, requiredPaths } = checkTemplateSteps(steps, {
      include: includesFrom(fragments),
    });
    const errors = [
      ...issues.filter(({ severity }) => severity === 'error').map(placedIssue),
      ...steps.flatMap((step, index) => this.stepIssues(step, index)),
      ...columnIssues(columns, steps.filter(isRunnable)),
    ];
    if (errors.length > 0)
      throw new InvalidInput(summary(errors), { issues: errors });
    return { requiredPaths, fragments };
  }

  private stepIssues(step: TemplateStep, index: number): Issue[] {
    const { outputSchema } = step;
    const model = step.model === undefined ? 'modelTier' : 'model';
    return [
      ...refusal(`steps.${index}.${model}`, () => {
        if (isRunnable(step)) resolveModel(step, this.config.region);
      }),
      ...refusal(`steps.${index}.outputSchema`, () => {
        if (outputSchema !== undefined) compileOutputSchema(outputSchema);
      }),
    ];
  }
}

function refusal(where: string, check: () => void): Issue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return [{ where, message: error.message }];
  }
}

function summary([first, ...more]: readonly Issue[]): string {
  const rest = more.length > 0 ? ` (and ${more.length} more, see issues)` : '';
  return `The template has errors. ${first?.where}: ${first?.message}${rest}`;
}
