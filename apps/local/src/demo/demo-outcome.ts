import { type Job } from '@plot-palette/domain';

type Outcome = Pick<Job, 'status' | 'statusReason' | 'records' | 'counts'>;

/** Every record that was asked for is in the dataset. */
export function isComplete({ status, records, counts }: Outcome): boolean {
  return status === 'COMPLETED' && counts.accepted === records;
}

/** There is something to download, if not all. */
export function hasDataset({ status, counts }: Outcome): boolean {
  return (
    (status === 'COMPLETED' || status === 'COMPLETED_WITH_GAPS') &&
    counts.accepted > 0
  );
}

/** What a job that is not complete lacks, in a sentence. */
export function shortfall(job: Outcome): string {
  const { accepted, rejected } = job.counts;
  return (
    `The demo job ended as ${job.status} with ${accepted} of ${job.records} records, ${rejected} rejected: ` +
    (job.statusReason || 'without a reason')
  );
}
