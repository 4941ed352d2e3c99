import {
  EMPTY_TOTALS,
  firstRun,
  isTerminal,
  jobScope,
  retryOf,
  type Job,
  type JobSnapshot,
  type ShardRange,
  type ShardRow,
  type ShardRun,
} from '@plot-palette/domain';
import type {
  JobStore,
  LedgerStore,
  ObjectStore,
  ShardStore,
} from '@plot-palette/stores';
import type { AttemptEvent } from './attempt-event';
import { readSnapshot } from './job-snapshot';

export interface PrepareDependencies {
  readonly jobs: Pick<JobStore, 'get' | 'transition'>;
  readonly shards: Pick<ShardStore, 'create' | 'list' | 'update'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly ledger: Pick<LedgerStore, 'reserveClosing'>;
}

export interface Prepared extends AttemptEvent {
  readonly proceed: boolean;
  readonly shards: ShardRun[];
}

/**
 * Splits the job into shards, or lets those that are not done run again. A job that was cancelled, has ended or is in
 * another attempt does not proceed. May be repeated.
 */
export async function prepare(
  { jobId, attempt }: AttemptEvent,
  { jobs, shards, objects, ledger }: PrepareDependencies,
): Promise<Prepared> {
  const job = await jobs.get(jobId);
  if (job === undefined || !mayProceed(job, attempt))
    return { jobId, attempt, proceed: false, shards: [] };
  // The last attempt died after its shards had ended: only the export is left.
  if (job.status === 'EXPORTING')
    return { jobId, attempt, proceed: true, shards: [] };
  const snapshot = await readSnapshot(objects, jobId);
  await ledger.reserveClosing(jobScope(jobId), snapshot.closingNanoUsd);
  await shards.create(snapshot.shards.map((range) => newRow(snapshot, range)));
  const open = await openShards(job, shards);
  if (job.status === 'STARTING')
    await jobs.transition(
      jobId,
      'RUNNING',
      { startedAt: job.startedAt ?? new Date().toISOString() },
      { attempt },
    );
  return {
    jobId,
    attempt,
    proceed: true,
    shards: open.map((row) => firstRun(jobId, attempt, row)),
  };
}

/** Those that are not done, or not any more, because rejected records are to be made again. */
async function openShards(
  job: Job,
  shards: PrepareDependencies['shards'],
): Promise<ShardRow[]> {
  const { jobId } = job;
  const open: ShardRow[] = [];
  for (const row of await shards.list(jobId)) {
    const retry = retryOf(job, row);
    if (row.outcome === 'DONE' && retry === undefined) continue;
    open.push(row);
    if (row.outcome !== 'PENDING' || retry !== undefined)
      await shards.update(jobId, row.shard, row.fence, {
        outcome: 'PENDING',
        reason: '',
        inFlight: 0,
        ...(retry && { retry }),
      });
  }
  return open;
}

function mayProceed(job: Job, attempt: number): boolean {
  return (
    job.attempt === attempt && !job.cancelRequested && !isTerminal(job.status)
  );
}

function newRow({ jobId }: JobSnapshot, range: ShardRange): ShardRow {
  const now = new Date().toISOString();
  return {
    jobId,
    ...range,
    outcome: 'PENDING',
    reason: '',
    fence: 0,
    version: 0,
    totals: EMPTY_TOTALS,
    inFlight: 0,
    bindingLimit: 'NONE',
    heartbeatAt: now,
    updatedAt: now,
  };
}
