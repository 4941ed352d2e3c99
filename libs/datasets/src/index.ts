export {
  exportDataset,
  type DatasetExport,
  type ExportedDataset,
} from './lib/exports/export-dataset';
export type { DatasetOrigin } from './lib/exports/dataset-card';
export type { Partitioning } from './lib/exports/partitioner';
export type { RejectedFile } from './lib/exports/upload-rejected';
export type {
  DatasetRow,
  DatasetStep,
  RejectedRow,
} from './lib/exports/dataset-row';
export { mapAhead } from './lib/exports/map-ahead';
export type { ExportSink } from './lib/exports/upload-measured';
export { normaliseSeed, type NormalisedSeed } from './lib/seeds/normalise-seed';
export {
  openSeedRows,
  type SeedObjects,
  type SeedRows,
  type SeedRowsLocation,
} from './lib/seeds/open-seed-rows';
export { readSeedRows, type SeedSource } from './lib/seeds/read-seed-rows';
