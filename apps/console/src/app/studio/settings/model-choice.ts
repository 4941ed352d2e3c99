import type { Model } from '@plot-palette/domain';
import {
  modelGroups,
  type EngineGroup,
  type EngineOption,
} from '../../templates/engine-options';

/** What a run can be answered by, by alias or tier. `current` is offered even when the catalogue lacks it. */
export function modelChoices(
  models: readonly Model[],
  current: string,
): EngineGroup[] {
  const groups = modelGroups(models).map(({ label, options }) => ({
    label,
    options: options.map(named),
  }));
  const isOffered =
    current === '' ||
    groups.some(({ options }) =>
      options.some(({ value }) => value === current),
    );
  if (isOffered) return groups;
  const saved = { value: current, label: current, price: '' };
  return [{ label: 'As saved', options: [saved] }, ...groups];
}

/** `tier:balanced` is `balanced` here. */
function named({ value, label, price }: EngineOption): EngineOption {
  return { value: value.replace(/^(tier|model):/, ''), label, price };
}
