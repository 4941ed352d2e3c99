import { pipelineStateSchema } from '@plot-palette/domain';
import { z } from 'zod';

/** Step Functions and the emulator write times with different precision. */
const timeSchema = z
  .string()
  .refine((time) => !Number.isNaN(Date.parse(time)), 'must be a time')
  .transform((time) => new Date(time).toISOString());

/** What the state machine passes to a stage: its state and, from the context object, when all and this stage began. */
export const stageEventSchema = z
  .object({
    /** Name of the execution. */
    execution: z.string(),
    state: pipelineStateSchema,
    startedAt: timeSchema,
    enteredAt: timeSchema,
    /** Tries of this stage before this one. */
    retryCount: z.number().int().nonnegative(),
  })
  .refine(({ execution, state }) => state.pipeline_id === execution, {
    path: ['state', 'pipeline_id'],
    message: 'names another execution',
  })
  .transform(({ state, ...times }) => ({
    ...times,
    state: { ...state, startedAt: times.startedAt },
  }));
export type StageEvent = z.infer<typeof stageEventSchema>;

/** Milliseconds; clocks of two machines may disagree by some. */
export function elapsedMs(since: string, now: Date): number {
  return Math.max(0, now.getTime() - Date.parse(since));
}
