import type { CatalogueEntry } from './catalogue-schema';

type Geography = keyof CatalogueEntry['profiles'];

const GEOGRAPHY_BY_PREFIX: Readonly<Record<string, Geography>> = {
  us: 'us',
  ca: 'us',
  eu: 'eu',
  ap: 'apac',
};

/**
 * What to call for a model in a region: the profile that stays within its geography, else the model itself, else the
 * global profile. Undefined where Bedrock does not offer the model.
 */
export function modelIdIn(
  { modelId, profiles, onDemandRegions }: CatalogueEntry,
  region: string,
): string | undefined {
  const geography = GEOGRAPHY_BY_PREFIX[region.split('-')[0] ?? ''];
  const local = geography && profiles[geography];
  if (local !== undefined) return local;
  return onDemandRegions.includes(region) ? modelId : profiles.global;
}
