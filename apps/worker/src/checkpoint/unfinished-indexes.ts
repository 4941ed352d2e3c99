import { doneRanges } from '@plot-palette/checkpoint';
import {
  gapsOf,
  type IndexRanges,
  type Manifest,
  type ShardRow,
} from '@plot-palette/domain';

/** What is still to be made of a shard: what no batch decides, and what was rejected before the job was resumed to retry it. */
export function unfinishedIndexes(
  { from, to, retry }: Pick<ShardRow, 'from' | 'to' | 'retry'>,
  { batches }: Pick<Manifest, 'batches'>,
): IndexRanges {
  return gapsOf(doneRanges(batches, retry?.fence), from, to);
}
