import {
  Conflict,
  decideSlot,
  MAX_ATTEMPTS,
  NotFound,
  STALE_HEARTBEAT_MS,
  STALE_HEARTBEATS_BEFORE_STOP,
  staleShards,
  type Job,
} from '@plot-palette/domain';
import type {
  JobStore,
  QueuedJob,
  QueueStore,
  ShardStore,
  Slot,
} from '@plot-palette/stores';
import type { Logger } from 'pino';
import { endJob, type EndDependencies } from './end-job';
import type { Executions } from './executions';
import type { WorkerTasks } from './worker-tasks';

export interface DispatchDependencies extends EndDependencies {
  readonly jobs: Pick<JobStore, 'get' | 'transition' | 'start' | 'nextAttempt'>;
  readonly queue: Pick<
    QueueStore,
    'slots' | 'freeSlot' | 'waiting' | 'drop' | 'setStaleHeartbeats'
  >;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly executions: Pick<Executions, 'state' | 'start'>;
  readonly tasks: Pick<WorkerTasks, 'stop'>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly maxConcurrentJobs: number;
}

/** More than any number of slots; resumed jobs that cannot start yet do not hide those behind them. */
const LOOK_AHEAD = 100;

export interface DispatchSummary {
  started: number;
  restarted: number;
  freed: number;
  failed: number;
  stoppedTasks: number;
}

/**
 * Makes the slots true, then fills the free ones. Every step leaves a state from which the next run goes on, so it may die
 * anywhere and run any number of times at once. What is wrong with one slot does not keep the others waiting.
 */
export async function dispatch(
  dependencies: DispatchDependencies,
): Promise<DispatchSummary> {
  const summary: DispatchSummary = {
    started: 0,
    restarted: 0,
    freed: 0,
    failed: 0,
    stoppedTasks: 0,
  };
  const errors: unknown[] = [];
  for (const slot of await dependencies.queue.slots()) {
    try {
      await reconcile(slot, dependencies, summary);
    } catch (error) {
      // Another dispatch was faster: then the slot is in good hands.
      if (error instanceof Conflict) continue;
      const { jobId, attempt } = slot;
      dependencies.logger.error(
        { err: error, jobId, attempt },
        'job.dispatch.slot-failed',
      );
      errors.push(error);
    }
  }
  await fill(dependencies, summary);
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} slots failed`);
  return summary;
}

async function reconcile(
  slot: Slot,
  dependencies: DispatchDependencies,
  summary: DispatchSummary,
): Promise<void> {
  const { jobs, queue, executions } = dependencies;
  const { jobId, attempt } = slot;
  const execution = await executions.state(slot);
  const job = await jobs.get(jobId);
  const decision = decideSlot(slot, job, execution);
  switch (decision) {
    case 'WAIT':
      return;
    case 'FREE':
      if (await queue.freeSlot(slot.slot, jobId, attempt)) summary.freed += 1;
      return;
    case 'START':
      await executions.start(slot);
      summary.restarted += 1;
      return;
    case 'NEXT_ATTEMPT': {
      const next = await jobs.nextAttempt(jobId, slot.slot, attempt);
      await executions.start({ ...slot, attempt: next.attempt });
      summary.restarted += 1;
      return;
    }
    case 'GIVE_UP':
      if (job !== undefined) await giveUp(job, dependencies);
      summary.failed += 1;
      return;
    case 'WATCH':
      summary.stoppedTasks += await watch(slot, dependencies);
      return;
    default:
      decision satisfies never;
  }
}

async function giveUp(
  job: Job,
  dependencies: DispatchDependencies,
): Promise<void> {
  const reason = `The lifecycle ended ${MAX_ATTEMPTS} times without finishing. What was made is safe; resume the job to go on.`;
  await endJob(job, reason, dependencies);
}

/** A worker that hangs keeps its task alive: after three looks without a heartbeat it is stopped, and runs again. */
async function watch(
  { slot, jobId, attempt, staleHeartbeats }: Slot,
  { shards, queue, tasks, logger }: DispatchDependencies,
): Promise<number> {
  const now = new Date();
  const stale = staleShards(await shards.list(jobId), now);
  if (stale.length === 0) {
    if (staleHeartbeats > 0)
      await queue.setStaleHeartbeats(slot, jobId, attempt, 0);
    return 0;
  }
  if (staleHeartbeats + 1 < STALE_HEARTBEATS_BEFORE_STOP) {
    await queue.setStaleHeartbeats(slot, jobId, attempt, staleHeartbeats + 1);
    return 0;
  }
  const startedBefore = new Date(now.getTime() - 2 * STALE_HEARTBEAT_MS);
  const stopped = await tasks.stop(jobId, stale, startedBefore);
  await queue.setStaleHeartbeats(slot, jobId, attempt, 0);
  logger.info({ jobId, attempt, shards: stale, stopped }, 'job.worker.stopped');
  return stopped;
}

async function fill(
  dependencies: DispatchDependencies,
  summary: DispatchSummary,
): Promise<void> {
  const { queue, maxConcurrentJobs } = dependencies;
  const taken = await queue.slots();
  const isTaken = new Set(taken.map(({ slot }) => slot));
  const inSlots = new Set(taken.map(({ jobId }) => jobId));
  const free = Array.from(
    { length: maxConcurrentJobs },
    (_, slot) => slot,
  ).filter((slot) => !isTaken.has(slot));
  if (free.length === 0) return;
  for (const waiting of await queue.waiting(LOOK_AHEAD)) {
    const [slot] = free;
    if (slot === undefined) return;
    // A resumed job waits until its last execution has left its slot.
    if (inSlots.has(waiting.jobId)) continue;
    const outcome = await startIn(slot, waiting, dependencies);
    if (outcome === 'STARTED') summary.started += 1;
    // Another dispatch was faster to take the slot, or has it now.
    if (outcome !== 'NOT_WAITING') free.shift();
  }
}

async function startIn(
  slot: number,
  waiting: QueuedJob,
  { jobs, queue, executions, logger }: DispatchDependencies,
): Promise<'STARTED' | 'SLOT_TAKEN' | 'NOT_WAITING'> {
  const { jobId } = waiting;
  try {
    const started = await jobs.start(jobId, slot);
    await executions.start(started);
    logger.info({ jobId, attempt: started.attempt, slot }, 'job.started');
    return 'STARTED';
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof NotFound)) throw error;
    const job = await jobs.get(jobId);
    if (job?.status === 'QUEUED') return 'SLOT_TAKEN';
    // Usually another dispatch took it just now, and its place with it; a place without its job must not stay in the way.
    await queue.drop(waiting);
    return 'NOT_WAITING';
  }
}
