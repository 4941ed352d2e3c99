import { formatUsd, type Model } from '@plot-palette/domain';

export interface EngineOption {
  readonly value: string;
  readonly label: string;
  readonly price: string;
}

export interface EngineGroup {
  readonly label: string;
  readonly options: readonly EngineOption[];
}

const TIERS = [
  { tier: 'tier-1', alias: 'cheap', label: 'Cheap' },
  { tier: 'tier-2', alias: 'balanced', label: 'Balanced' },
  { tier: 'tier-3', alias: 'premium', label: 'Premium' },
] as const;

/** What a step can run on, with prices per million tokens. `current` is offered even when the catalogue lacks it. */
export function engineGroups(
  models: readonly Model[],
  current: string,
): EngineGroup[] {
  const fragment = { value: '', label: 'No model: a fragment', price: '' };
  return withCurrent(
    [
      ...modelGroups(models),
      { label: 'Only to be included by others', options: [fragment] },
    ],
    current,
  );
}

/** The tiers and the models of the catalogue. */
export function modelGroups(models: readonly Model[]): EngineGroup[] {
  const tiers = TIERS.map(({ tier, alias, label }) => ({
    value: `tier:${alias}`,
    label: `${label} tier`,
    price: cheapestPrice(models.filter((model) => model.tier === tier)),
  }));
  const named = models.map((model) => ({
    value: `model:${model.alias}`,
    label: model.lifecycle === 'LEGACY' ? `${model.name} (legacy)` : model.name,
    price: priceText(model),
  }));
  return [
    { label: 'The current model of a tier', options: tiers },
    { label: 'One model', options: named },
  ];
}

function withCurrent(groups: EngineGroup[], current: string): EngineGroup[] {
  const isOffered = groups.some(({ options }) =>
    options.some(({ value }) => value === current),
  );
  return isOffered ? groups : [savedGroup(current), ...groups];
}

function savedGroup(current: string): EngineGroup {
  const label = current.replace(/^(tier|model):/, '');
  return { label: 'As saved', options: [{ value: current, label, price: '' }] };
}

function cheapestPrice(models: readonly Model[]): string {
  const [cheapest] = [...models].sort(
    (a, b) => a.price.outputNanoUsdPerMillion - b.price.outputNanoUsdPerMillion,
  );
  if (cheapest === undefined) return '';
  return models.length > 1
    ? `from ${priceText(cheapest)}`
    : priceText(cheapest);
}

function priceText({ price }: Model): string {
  return `${formatUsd(price.inputNanoUsdPerMillion)} in, ${formatUsd(price.outputNanoUsdPerMillion)} out`;
}
