import { shardRunSchema } from '@plot-palette/domain';
import { attemptEventSchema } from './attempt-event';
import { beginExport as runBeginExport } from './begin-export';
import { loadConfig } from './config';
import { deleteJob as runDeleteJob, deleteJobEventSchema } from './delete-job';
import { dispatch as runDispatch } from './dispatch';
import { finish as runFinish, finishEventSchema } from './finish';
import { inspectShard as runInspectShard } from './inspect-shard';
import { prepare as runPrepare } from './prepare';
import { surroundingsOf } from './surroundings';

const surroundings = surroundingsOf(loadConfig());
const { logger } = surroundings;

/** A deletion may wait this long of the 15 minutes that its function has. */
const DELETION_PATIENCE_MS = 10 * 60 * 1_000;

/** Two heartbeats and a slow write. */
const FENCE_NOTICE_MS = 6_000;

/** Whoever calls, and with whatever event: it always looks at everything. */
export const dispatch = async () => {
  const summary = await runDispatch({
    ...surroundings,
    executions: surroundings.executions(),
  });
  logger.info(summary, 'job.dispatch.done');
  return summary;
};

export const prepare = async (event: unknown) => {
  const prepared = await runPrepare(
    attemptEventSchema.parse(event),
    surroundings,
  );
  const { jobId, attempt, proceed, shards } = prepared;
  logger.info(
    { jobId, attempt, proceed, shards: shards.length },
    'job.prepared',
  );
  return prepared;
};

export const inspectShard = async (event: unknown) => {
  const run = await runInspectShard(shardRunSchema.parse(event), surroundings);
  logger.info(run, 'job.shard.inspected');
  return run;
};

export const beginExport = async (event: unknown) => {
  const plan = await runBeginExport(
    attemptEventSchema.parse(event),
    surroundings,
  );
  logger.info(plan, 'job.export.begun');
  return plan;
};

export const finish = async (event: unknown) => {
  const finished = await runFinish(
    finishEventSchema.parse(event),
    surroundings,
  );
  logger.info(finished, 'job.finished');
  return finished;
};

export const deleteJob = async (event: unknown) => {
  const deleted = await runDeleteJob(deleteJobEventSchema.parse(event), {
    ...surroundings,
    executions: surroundings.executions(),
    patienceMs: DELETION_PATIENCE_MS,
    fenceNoticeMs: FENCE_NOTICE_MS,
  });
  logger.info(deleted, 'job.deleted');
  return deleted;
};
