import type { RecordCounts } from './job';
import type { JobStatus } from './job-status';
import type { ShardRow } from './shard';

export type FinalStatus = Extract<
  JobStatus,
  | 'COMPLETED'
  | 'COMPLETED_WITH_GAPS'
  | 'BUDGET_EXCEEDED'
  | 'PAUSED'
  | 'CANCELLED'
  | 'FAILED'
>;

export interface JobEnd {
  readonly shards: readonly Pick<ShardRow, 'shard' | 'outcome' | 'reason'>[];
  readonly counts: RecordCounts;
  readonly cancelRequested: boolean;
  /** Why the execution itself or its export failed; undefined when it did not. */
  readonly failure: string | undefined;
}

/** How a job ends, and why, for people. */
export function finalStatus({
  shards,
  counts,
  cancelRequested,
  failure,
}: JobEnd): { status: FinalStatus; reason: string } {
  if (cancelRequested) return { status: 'CANCELLED', reason: 'Cancelled.' };
  if (failure !== undefined) return { status: 'FAILED', reason: failure };
  if (counts.notAttempted === 0)
    return counts.rejected === 0
      ? { status: 'COMPLETED', reason: '' }
      : { status: 'COMPLETED_WITH_GAPS', reason: gaps(counts, shards) };
  const reasonOf = (outcome: ShardRow['outcome']): string | undefined => {
    const shard = shards.find((row) => row.outcome === outcome);
    return shard === undefined ? undefined : shard.reason;
  };
  const outOfBudget = reasonOf('OUT_OF_BUDGET');
  if (outOfBudget !== undefined)
    return {
      status: 'BUDGET_EXCEEDED',
      reason:
        outOfBudget ||
        `The budget was used up with ${counts.notAttempted} records left.`,
    };
  const paused = reasonOf('PAUSED');
  if (paused !== undefined)
    return { status: 'PAUSED', reason: paused || 'Too many records failed.' };
  return { status: 'FAILED', reason: unfinished(shards, counts) };
}

/** A shard that did not come to its end stopped while it made rejected records again. */
function gaps({ rejected }: RecordCounts, shards: JobEnd['shards']): string {
  const text =
    rejected === 1
      ? '1 record was rejected; its reason is among the rejected records.'
      : `${rejected} records were rejected; their reasons are among the rejected records.`;
  const stopped = shards.find(
    ({ outcome, reason }) => outcome !== 'DONE' && reason !== '',
  );
  return stopped === undefined
    ? text
    : `${text} Not all of them could be made again: ${stopped.reason}`;
}

function unfinished(
  shards: JobEnd['shards'],
  { notAttempted }: RecordCounts,
): string {
  const failed =
    shards.find(({ outcome }) => outcome === 'FAILED') ??
    shards.find(({ outcome }) => outcome !== 'DONE');
  const records = `${notAttempted} records are missing`;
  if (failed === undefined) return `${records}.`;
  return failed.reason === ''
    ? `The worker of shard ${failed.shard} ended too often without finishing; ${records}.`
    : `Shard ${failed.shard}: ${failed.reason}`;
}
