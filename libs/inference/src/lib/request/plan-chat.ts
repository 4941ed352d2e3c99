import {
  planRun,
  worstCaseCost,
  type NanoUsd,
  type RunContext,
  type RunPlan,
  type RunRequest,
} from '@plot-palette/domain';
import { modelChoice, resolveModel } from '../catalogue/resolve-model';
import { branchChat } from './branch-chat';
import { buildChatRequest } from './build-chat-request';

export interface ChatContext extends Omit<RunContext, 'model'> {
  /** Contents of the cards in their order. */
  readonly cards: readonly string[];
  readonly region: string;
}

/**
 * A run that can be generated, and the most that its call may cost.
 * @throws InvalidInput when there is no such model or everything together is too long for it, and what `planRun` throws.
 */
export function planChat(
  request: RunRequest,
  { cards, region, ...context }: ChatContext,
): { readonly plan: RunPlan; readonly worstCaseNanoUsd: NanoUsd } {
  const { model, warnings } = resolveModel(
    modelChoice(request.model ?? context.project.settings.model),
    region,
  );
  const plan = planRun(request, { ...context, model: model.alias });
  const messages =
    plan.question === undefined
      ? context.messages
      : [...context.messages, plan.question];
  const { bound, adjustments } = buildChatRequest(
    {
      ...branchChat(messages, plan.assignment),
      cards,
      parameters: plan.run.parameters,
    },
    model,
  );
  return {
    plan: {
      ...plan,
      run: {
        ...plan.run,
        notes: [...plan.run.notes, ...warnings, ...adjustments],
      },
    },
    worstCaseNanoUsd: worstCaseCost(bound, model.price),
  };
}
