import { deleteJob, StillRunning } from './delete-job';
import { dyingAt, type Dependencies } from './dying.fixture';
import { MemoryCloud } from './memory-cloud.fixture';

const AT_ONCE = { patienceMs: 0, fenceNoticeMs: 0 };

function doomed(): { cloud: MemoryCloud; jobId: string } {
  const cloud = new MemoryCloud();
  const { jobId } = cloud.addRunning(0, 'CLOSED', { status: 'DELETING' });
  cloud.addShard(jobId, 0);
  cloud.addManifest(jobId, 0, 5, 10);
  return { cloud, jobId };
}

function expectNothingLeft(cloud: MemoryCloud): void {
  expect(cloud.jobRows.size).toBe(0);
  expect(cloud.slotRows.size).toBe(0);
  expect(cloud.shardRows.size).toBe(0);
  expect(cloud.ledgers.size).toBe(0);
  expect(cloud.files.size).toBe(0);
}

const run = (jobId: string, cloud: Dependencies) =>
  deleteJob({ jobId }, { ...cloud, ...AT_ONCE } as Parameters<
    typeof deleteJob
  >[1]);

describe(deleteJob.name, () => {
  it('leaves nothing and says what it removed', async () => {
    const { cloud, jobId } = doomed();
    expect(await run(jobId, cloud)).toEqual({
      jobId,
      deleted: true,
      objects: 2,
      shards: 1,
    });
    expectNothingLeft(cloud);
  });

  it('raises the fences, stops the execution and waits for its end', async () => {
    const { cloud, jobId } = doomed();
    cloud.executionStates.set(`${jobId}-1`, 'RUNNING');
    const stubborn = {
      ...cloud,
      executions: { ...cloud.executions, stop: () => Promise.resolve() },
    };
    await expect(run(jobId, stubborn)).rejects.toThrow(StillRunning);
    expect(cloud.shardRows.get(`${jobId}/0`)?.fence).toBe(2);
    expect(cloud.files.size).toBe(2);
    expect(
      (await deleteJob({ jobId }, { ...cloud, ...AT_ONCE, patienceMs: 10 }))
        .deleted,
    ).toBe(true);
    expectNothingLeft(cloud);
  });

  it('deletes no job that nobody asked to be deleted', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    expect((await run(jobId, cloud)).deleted).toBe(false);
    expect(cloud.jobRows.size).toBe(1);
    cloud.jobRows.clear();
    expect((await run(jobId, cloud)).deleted).toBe(false);
  });

  it('may die at any call and be run again', async () => {
    const whole = doomed();
    const counted = dyingAt(whole.cloud, Infinity, 'before');
    await run(whole.jobId, counted);
    for (let at = 1; at <= counted.calls(); at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { cloud, jobId } = doomed();
        await expect(run(jobId, dyingAt(cloud, at, when))).rejects.toThrow();
        await run(jobId, cloud);
        expectNothingLeft(cloud);
      }
    }
  });
});
