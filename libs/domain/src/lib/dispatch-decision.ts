import { isTerminal, type JobStatus } from './job-status';
import type { ShardRow } from './shard';

/** What Step Functions knows of an attempt's execution. */
export type ExecutionState = 'ABSENT' | 'RUNNING' | 'CLOSED';

/**
 * START: the slot was taken, but whoever took it died before the execution began. NEXT_ATTEMPT: the execution ended without
 * bringing the job to an end. GIVE_UP: and did so too often. WATCH: look at the heartbeats of the job's workers.
 */
export type SlotDecision =
  'WAIT' | 'WATCH' | 'FREE' | 'START' | 'NEXT_ATTEMPT' | 'GIVE_UP';

/** In one stay in a slot: resuming a job gives it as many again. */
export const MAX_ATTEMPTS = 5;

/**
 * What to do about a slot. `execution` must have been read before `job`: then a closed execution whose job is not terminal
 * has really left it behind.
 */
export function decideSlot(
  slot: { readonly attempt: number; readonly firstAttempt: number },
  job: { readonly status: JobStatus; readonly attempt: number } | undefined,
  execution: ExecutionState,
): SlotDecision {
  const isOver =
    job === undefined ||
    isTerminal(job.status) ||
    job.status === 'QUEUED' ||
    job.attempt !== slot.attempt;
  // Even an execution that nobody waits for has its workers: the slot is theirs until it has ended.
  if (isOver) return execution === 'RUNNING' ? 'WAIT' : 'FREE';
  switch (execution) {
    case 'ABSENT':
      return 'START';
    case 'RUNNING':
      return job.status === 'RUNNING' ? 'WATCH' : 'WAIT';
    case 'CLOSED':
      return slot.attempt - slot.firstAttempt + 1 < MAX_ATTEMPTS
        ? 'NEXT_ATTEMPT'
        : 'GIVE_UP';
    default:
      return execution satisfies never;
  }
}

/** Workers write a heartbeat every 2 s. */
export const STALE_HEARTBEAT_MS = 30_000;
export const STALE_HEARTBEATS_BEFORE_STOP = 3;

/** The shards whose worker says that it runs, but has not said so for too long. */
export function staleShards(
  rows: readonly Pick<ShardRow, 'shard' | 'outcome' | 'heartbeatAt'>[],
  now: Date,
): number[] {
  return rows
    .filter(
      ({ outcome, heartbeatAt }) =>
        outcome === 'RUNNING' &&
        now.getTime() - Date.parse(heartbeatAt) > STALE_HEARTBEAT_MS,
    )
    .map(({ shard }) => shard);
}
