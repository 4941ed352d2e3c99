import { jobSchema, type Job, type JobStatus } from '@plot-palette/domain';
import { z } from 'zod';
import { assignments } from './assignments';

/** The row has members of its own beside the job: they are not shown to users. */
export const jobRowSchema = jobSchema.extend({
  requestHash: z.string(),
  queuePosition: z.string(),
  /** Partition of the administrators' index over every job. */
  all: z.literal('JOB'),
});
export type JobRow = z.infer<typeof jobRowSchema>;

export function toJob({
  requestHash: _hash,
  queuePosition: _position,
  all: _all,
  ...job
}: JobRow): Job {
  return job;
}

/** Of a job's row while it is in one of the statuses, and in the attempt if one is given. */
export function conditionalUpdate(
  changes: Readonly<Record<string, unknown>>,
  from: readonly JobStatus[],
  attempt?: number,
) {
  const { update, names, values } = assignments({
    ...changes,
    updatedAt: new Date().toISOString(),
  });
  const statuses = Object.fromEntries(
    from.map((status, i) => [`:from${i}`, status]),
  );
  return {
    update,
    condition: `#status IN (${Object.keys(statuses).join(', ')})${attempt === undefined ? '' : ' AND #attempt = :currentAttempt'}`,
    names: {
      ...names,
      '#status': 'status',
      ...(attempt === undefined ? {} : { '#attempt': 'attempt' }),
    },
    values: {
      ...values,
      ...statuses,
      ...(attempt === undefined ? {} : { ':currentAttempt': attempt }),
    },
  };
}
