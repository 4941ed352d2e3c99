export { normaliseSeed, type NormalisedSeed } from './lib/seeds/normalise-seed';
export {
  openSeedRows,
  type SeedObjects,
  type SeedRows,
  type SeedRowsLocation,
} from './lib/seeds/open-seed-rows';
export { readSeedRows, type SeedSource } from './lib/seeds/read-seed-rows';
