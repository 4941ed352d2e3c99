import { z } from 'zod';

/**
 * How an execution ended. DEGRADED: the model answered, the answer could not be enhanced and is given raw.
 * TIMED_OUT and ABORTED: the state machine was ended from outside its states.
 */
export const pipelineEndSchema = z.enum([
  'COMPLETED',
  'DEGRADED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
]);
export type PipelineEnd = z.infer<typeof pipelineEndSchema>;

export const pipelineStatusSchema = z.enum([
  'RUNNING',
  ...pipelineEndSchema.options,
]);
export type PipelineStatus = z.infer<typeof pipelineStatusSchema>;

/** Whether there is an answer: what the success rate counts. */
export function isPipelineSuccess(status: PipelineStatus): boolean {
  return status === 'COMPLETED' || status === 'DEGRADED';
}

/** Whether it ended without an answer, so that it may be driven again. */
export function isPipelineFailure(status: PipelineStatus): boolean {
  return status !== 'RUNNING' && !isPipelineSuccess(status);
}
