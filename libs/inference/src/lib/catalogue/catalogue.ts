import type { ModelPrice } from '@plot-palette/domain';
import json from '../../../catalogue.json';
import {
  catalogueSchema,
  type Catalogue,
  type CatalogueEntry,
} from './catalogue-schema';

/** The catalogue of this release, checked once when it is loaded. */
export const catalogue: Catalogue = catalogueSchema.parse(json);

export function priceOf({ price }: CatalogueEntry): ModelPrice {
  return {
    inputNanoUsdPerMillion: toNano(price.inputUsd),
    outputNanoUsdPerMillion: toNano(price.outputUsd),
    ...(price.cacheReadUsd && {
      cacheReadNanoUsdPerMillion: toNano(price.cacheReadUsd),
    }),
    ...(price.cacheWriteUsd && {
      cacheWriteNanoUsdPerMillion: toNano(price.cacheWriteUsd),
    }),
  };
}

/** Decimal dollars to nano-dollars without a detour over binary fractions. */
function toNano(usd: string): number {
  const [whole = '0', fraction = ''] = usd.split('.');
  return Number(whole + fraction.padEnd(9, '0'));
}
