import type { Job } from './job';
import type { ShardRow } from './shard';

/**
 * How a shard takes up its job's wish to make rejected records again, when the job is prepared: once, however often that
 * happens. Undefined when it has done so, and where nothing was rejected: then the shard stays as it is.
 */
export function retryOf(
  { retriesRejectedSince: since }: Pick<Job, 'retriesRejectedSince'>,
  { fence, outcome, totals, retry }: ShardRow,
): ShardRow['retry'] {
  if (since === undefined || retry?.since === since) return undefined;
  // Of a shard that is not done, the row may know less than the manifest.
  const hasNone = outcome === 'DONE' && totals.rejected === 0;
  return hasNone ? undefined : { since, fence };
}
