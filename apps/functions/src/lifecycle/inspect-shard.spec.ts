import { firstRun, type Job } from '@plot-palette/domain';
import { inspectShard } from './inspect-shard';
import { MemoryCloud } from './memory-cloud.fixture';

function runningShard(changes: Partial<Job> = {}) {
  const cloud = new MemoryCloud();
  const { jobId } = cloud.addRunning(0, 'RUNNING', changes);
  cloud.addShard(jobId, 0, { outcome: 'INTERRUPTED' });
  const row = cloud.shardRows.get(`${jobId}/0`);
  if (row === undefined) throw new Error('no row');
  return { cloud, jobId, row, run: firstRun(jobId, 1, row) };
}

describe(inspectShard.name, () => {
  it('runs an interrupted shard again', async () => {
    const { cloud, run } = runningShard();
    expect(await inspectShard(run, cloud)).toMatchObject({
      done: false,
      runs: 1,
      outcome: 'INTERRUPTED',
    });
  });

  it('ends a shard that says it is done', async () => {
    const { cloud, jobId, run } = runningShard();
    cloud.addShard(jobId, 0, { outcome: 'DONE' });
    expect(await inspectShard(run, cloud)).toMatchObject({
      done: true,
      outcome: 'DONE',
    });
  });

  it('ends a shard that makes no progress, without writing its row', async () => {
    const { cloud, row, run } = runningShard();
    const last = { ...run, runsWithoutProgress: 2 };
    expect(await inspectShard(last, cloud)).toMatchObject({
      done: true,
      outcome: 'FAILED',
    });
    expect(cloud.shardRows.get(`${row.jobId}/0`)).toEqual(row);
  });

  it.each([
    ['cancelled', { cancelRequested: true }],
    ['being deleted', { status: 'DELETING' }],
    ['in a later attempt', { attempt: 2 }],
  ] as const)(
    'does not run a shard again whose job is %s',
    async (_what, changes) => {
      const { cloud, run } = runningShard(changes);
      expect(await inspectShard(run, cloud)).toMatchObject({
        done: true,
        outcome: 'CANCELLED',
      });
    },
  );

  it('ends a shard whose row was deleted', async () => {
    const { cloud, run } = runningShard();
    cloud.shardRows.clear();
    expect(await inspectShard(run, cloud)).toMatchObject({ done: true });
  });
});
