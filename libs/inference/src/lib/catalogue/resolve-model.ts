import {
  InvalidInput,
  modelTierSchema,
  type Model,
  type ModelTier,
  type ResolvedModel,
} from '@plot-palette/domain';
import { catalogue, priceOf } from './catalogue';
import type { CatalogueEntry } from './catalogue-schema';
import { modelIdIn } from './region';

export interface ModelChoice {
  /** An alias of the catalogue, or a Bedrock model or inference profile id. */
  readonly model?: string | undefined;
  readonly modelTier?: ModelTier | undefined;
}

export interface Resolution {
  readonly model: ResolvedModel;
  /** Sentences for the user, such as that a model's successor is used. */
  readonly warnings: readonly string[];
}

const TIER_NAMES: Readonly<Record<ModelTier, Model['tier']>> = {
  'tier-1': 'tier-1',
  'tier-2': 'tier-2',
  'tier-3': 'tier-3',
  cheap: 'tier-1',
  balanced: 'tier-2',
  premium: 'tier-3',
};

/**
 * The model that a step means, with what to call and to pay for it in a region.
 * @throws InvalidInput when the catalogue or the region does not have it; the message names what there is.
 */
export function resolveModel(choice: ModelChoice, region: string): Resolution {
  const { entry, warnings } = findEntry(choice);
  const modelId = modelIdIn(entry, region);
  if (modelId === undefined) {
    throw new InvalidInput(
      `Bedrock does not offer ${entry.alias} in ${region}. Models there: ${aliases(offeredIn(region))}.`,
    );
  }
  return {
    model: {
      alias: entry.alias,
      modelId,
      price: priceOf(entry),
      capabilities: entry.capabilities,
    },
    warnings,
  };
}

/** What a name means that may be a tier, an alias or an id, as projects and runs of the studio give it. */
export function modelChoice(name: string): ModelChoice {
  const tier = modelTierSchema.safeParse(name);
  return tier.success ? { modelTier: tier.data } : { model: name };
}

/** The models that can be called in a region; all of the catalogue when none is named. */
export function listModels(region?: string): Model[] {
  const entries = region === undefined ? catalogue.models : offeredIn(region);
  return entries.map((entry) => ({
    alias: entry.alias,
    name: entry.name,
    provider: entry.provider,
    tier: entry.tier,
    modelId: (region && modelIdIn(entry, region)) ?? entry.modelId,
    price: priceOf(entry),
    capabilities: entry.capabilities,
    lifecycle: entry.lifecycle,
  }));
}

function findEntry({ model, modelTier }: ModelChoice): {
  entry: CatalogueEntry;
  warnings: string[];
} {
  if (model !== undefined) return findByName(model);
  if (modelTier === undefined)
    throw new InvalidInput('The step names neither a model nor a model tier.');
  return findByName(catalogue.tiers[TIER_NAMES[modelTier]]);
}

function findByName(name: string): {
  entry: CatalogueEntry;
  warnings: string[];
} {
  const entry = catalogue.models.find((candidate) => isCalled(candidate, name));
  if (entry !== undefined) return { entry, warnings: legacyWarning(entry) };
  const bare = name.replace(/^(us|eu|apac|global)\./, '');
  const successor = Object.hasOwn(catalogue.forward, bare)
    ? catalogue.forward[bare]
    : undefined;
  if (successor === undefined) {
    throw new InvalidInput(
      `There is no model "${name}". Known models: ${aliases(catalogue.models)}; tiers: ${Object.keys(TIER_NAMES).join(', ')}.`,
    );
  }
  const found = findByName(successor);
  return {
    entry: found.entry,
    warnings: [
      `"${name}" is out of date; ${found.entry.alias} (${found.entry.name}) is used instead.`,
      ...found.warnings,
    ],
  };
}

function isCalled(
  { alias, modelId, profiles }: CatalogueEntry,
  name: string,
): boolean {
  return (
    alias === name || modelId === name || Object.values(profiles).includes(name)
  );
}

function legacyWarning({ alias, lifecycle }: CatalogueEntry): string[] {
  return lifecycle === 'LEGACY'
    ? [`${alias} is a legacy model: Bedrock will stop serving it.`]
    : [];
}

function offeredIn(region: string): CatalogueEntry[] {
  return catalogue.models.filter(
    (entry) => modelIdIn(entry, region) !== undefined,
  );
}

function aliases(entries: readonly CatalogueEntry[]): string {
  return entries.map(({ alias }) => alias).join(', ');
}
