import { type JobStatus } from '@plot-palette/domain';
import { z } from 'zod';
import { attemptEventSchema } from './attempt-event';
import { endJob, type EndDependencies } from './end-job';

const failureSchema = z.object({
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** The lifecycle's last state: `error` when one of its own states failed, `exportError` when the export did. */
export const finishEventSchema = attemptEventSchema.extend({
  error: failureSchema.optional(),
  exportError: failureSchema.optional(),
});
export type FinishEvent = z.infer<typeof finishEventSchema>;

export interface Finished {
  readonly jobId: string;
  readonly attempt: number;
  /** GONE when the job was deleted, SUPERSEDED when it waits for or is in another attempt by now. */
  readonly status: JobStatus | 'GONE' | 'SUPERSEDED';
}

/** Settles the money and the status of a job whose shards have ended. May be repeated. */
export async function finish(
  { jobId, attempt, error, exportError }: FinishEvent,
  dependencies: EndDependencies,
): Promise<Finished> {
  const job = await dependencies.jobs.get(jobId);
  if (job === undefined) return { jobId, attempt, status: 'GONE' };
  // A job that was resumed keeps the number of its last attempt until it starts again.
  if (job.attempt !== attempt || job.status === 'QUEUED')
    return { jobId, attempt, status: 'SUPERSEDED' };
  const { status } = await endJob(
    job,
    failureOf(error, exportError),
    dependencies,
  );
  return { jobId, attempt, status };
}

function failureOf(
  error: FinishEvent['error'],
  exportError: FinishEvent['exportError'],
): string | undefined {
  if (exportError !== undefined)
    return `The export failed (${exportError.Error ?? 'unknown error'}). The records are safe; resume the job to export again.`;
  if (error !== undefined)
    return `The job could not be run (${error.Error ?? 'unknown error'}). What was made is safe; resume the job to go on.`;
  return undefined;
}
