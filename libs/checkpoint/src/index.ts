export type { CheckpointObjects } from './lib/checkpoint-objects';
export { decodeBatch, encodeBatch } from './lib/batch-lines';
export { describeBatch } from './lib/batch-entry';
export { looseBatches, objectKeysOf } from './lib/manifest-entries';
export { readManifest, type StoredManifest } from './lib/manifest-object';
export type { ManifestContents, ShardIdentity } from './lib/manifest-writer';
export { settlementOf, totalsOf, type Settlement } from './lib/manifest-totals';
export { doneRanges, resolveOwnership } from './lib/ownership';
export { readRecords } from './lib/read-records';
export type { WrittenSegment } from './lib/segment-fold';
export { SEGMENT_BATCHES, SEGMENT_BYTES } from './lib/segment-plan';
export {
  ShardCheckpoint,
  type CheckpointProgress,
} from './lib/shard-checkpoint';
export { surveyShard, type ShardSurvey } from './lib/shard-survey';
