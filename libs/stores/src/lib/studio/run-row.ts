import {
  runAssignmentSchema,
  runEventSchema,
  runSchema,
  timestampSchema,
  type Run,
  type RunAssignment,
} from '@plot-palette/domain';
import { z } from 'zod';
import { expiresAtSchema } from './expiry';

export const RUN_HEAD = '#run';
/** Partition of the index of runs that go on. */
export const ACTIVE = 'ACTIVE';

/** Runs, their logs and their watchers stay readable for so long. */
export const KEPT_DAYS = 7;

/** The run has members of its own beside it: they are not shown to users. */
export const runHeadSchema = runSchema.strip().extend({
  assignment: runAssignmentSchema,
  requestHash: z.string(),
  /** Token of the process that generates it. */
  claimant: z.string().optional(),
  /** Until then its claimant answers for it, or a place in the invocation queue does; absent once it is over. */
  leaseUntil: timestampSchema.optional(),
  expiresAt: expiresAtSchema,
});
export type RunHead = z.infer<typeof runHeadSchema>;

/** A run with what it is to do and who does it. */
export interface ClaimedRun {
  readonly run: Run;
  readonly assignment: RunAssignment;
  readonly leaseUntil: string | undefined;
}

export function toClaimedRun({
  assignment,
  requestHash: _hash,
  claimant: _claimant,
  leaseUntil,
  expiresAt: _expiresAt,
  ...run
}: RunHead): ClaimedRun {
  return { run, assignment, leaseUntil };
}

export const eventRowSchema = z.object({ event: runEventSchema });
export const watchRowSchema = z.object({ connectionId: z.string() });

const SEQ_DIGITS = 8;

/** Padded, so that the log comes in its order. */
export function eventEntry(seq: number): string {
  return `event#${String(seq).padStart(SEQ_DIGITS, '0')}`;
}

export const LAST_EVENT = eventEntry(10 ** SEQ_DIGITS - 1);

export function watchEntry(connectionId: string): string {
  return `watch#${connectionId}`;
}

export const WATCH_RANGE = { from: 'watch#', to: 'watch$' } as const;
