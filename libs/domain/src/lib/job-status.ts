import { z } from 'zod';

export const jobStatusSchema = z.enum([
  'QUEUED',
  'STARTING',
  'RUNNING',
  'EXPORTING',
  'COMPLETED',
  'COMPLETED_WITH_GAPS',
  'BUDGET_EXCEEDED',
  'PAUSED',
  'CANCELLED',
  'FAILED',
  'DELETING',
]);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/**
 * Who may follow whom. Every write of `Jobs.status` is conditional on this table, so that a late writer
 * (a worker of an older attempt, a repeated event) can never bring back a finished job.
 */
const TRANSITIONS: Record<JobStatus, readonly JobStatus[]> = {
  QUEUED: ['STARTING', 'CANCELLED', 'DELETING', 'FAILED'],
  STARTING: ['RUNNING', 'CANCELLED', 'FAILED', 'DELETING'],
  RUNNING: [
    'EXPORTING',
    'BUDGET_EXCEEDED',
    'PAUSED',
    'CANCELLED',
    'FAILED',
    'DELETING',
  ],
  EXPORTING: [
    'COMPLETED',
    'COMPLETED_WITH_GAPS',
    'BUDGET_EXCEEDED',
    'PAUSED',
    'CANCELLED',
    'FAILED',
    'DELETING',
  ],
  COMPLETED: ['DELETING'],
  COMPLETED_WITH_GAPS: ['QUEUED', 'DELETING'],
  BUDGET_EXCEEDED: ['QUEUED', 'DELETING'],
  PAUSED: ['QUEUED', 'DELETING'],
  CANCELLED: ['QUEUED', 'DELETING'],
  FAILED: ['QUEUED', 'DELETING'],
  DELETING: [],
};

export function canTransition(from: JobStatus, to: JobStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The statuses from which `to` may be reached: the condition of a write. */
export function statusesBefore(to: JobStatus): JobStatus[] {
  return jobStatusSchema.options.filter((from) => canTransition(from, to));
}

const ACTIVE: ReadonlySet<JobStatus> = new Set([
  'QUEUED',
  'STARTING',
  'RUNNING',
  'EXPORTING',
]);

/** Neither waiting nor running: the job's slot may be freed. */
export function isTerminal(status: JobStatus): boolean {
  return !ACTIVE.has(status);
}
