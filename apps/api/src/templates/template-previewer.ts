import { Injectable } from '@nestjs/common';
import {
  placeholderOutput,
  type JsonObject,
  type TemplatePreview,
  type TemplateStep,
} from '@plot-palette/domain';
import { checkTemplateSteps } from '@plot-palette/templating';
import type { Caller } from '../auth/caller';
import { FragmentResolver, includesFrom } from './fragments';
import { PromptRenderer } from './prompt-renderer';

/** The prompts that a model would be sent for one row; instead of answers, later steps see where an answer would be. */
@Injectable()
export class TemplatePreviewer {
  constructor(
    private readonly resolver: FragmentResolver,
    private readonly renderer: PromptRenderer,
  ) {}

  async preview(
    caller: Caller,
    { steps, row }: { steps: readonly TemplateStep[]; row: JsonObject },
  ): Promise<TemplatePreview> {
    const fragments = await this.resolver.resolve(steps, {
      ownerId: caller.userId,
      publicOnly: false,
    });
    const { issues, requiredPaths } = checkTemplateSteps(steps, {
      include: includesFrom(fragments),
    });
    const broken = new Set(
      issues
        .filter(({ severity }) => severity === 'error')
        .map(({ stepId }) => stepId),
    );
    const rendered = this.renderer.render(
      steps.filter(({ id }) => !broken.has(id)),
      fragments,
      row,
      { seed: 0, index: 0, outputOf: (step) => placeholderOutput(step) },
    );
    return {
      prompts: rendered.prompts,
      issues: [
        ...issues.map(({ part: _part, ...issue }) => issue),
        ...rendered.issues,
      ],
      requiredPaths,
    };
  }
}
