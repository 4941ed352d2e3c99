import { EMPTY_TOTALS } from '@plot-palette/domain';
import { MemoryCloud } from './memory-cloud.fixture';
import { prepare } from './prepare';

describe(prepare.name, () => {
  it('creates the shards, marks the job RUNNING and names the first runs', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', { status: 'STARTING' });
    const prepared = await prepare({ jobId, attempt: 1 }, cloud);
    expect(prepared).toMatchObject({ jobId, attempt: 1, proceed: true });
    expect(prepared.shards.map(({ shard }) => shard)).toEqual(['0', '1']);
    expect(cloud.shardRows.get(`${jobId}/1`)).toMatchObject({
      from: 5,
      to: 10,
      outcome: 'PENDING',
      fence: 0,
    });
    expect(cloud.job(jobId).status).toBe('RUNNING');
    expect(cloud.job(jobId).startedAt).toBeDefined();
  });

  it('may be repeated', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', { status: 'STARTING' });
    const first = await prepare({ jobId, attempt: 1 }, cloud);
    const startedAt = cloud.job(jobId).startedAt;
    expect(await prepare({ jobId, attempt: 1 }, cloud)).toEqual(first);
    expect(cloud.job(jobId).startedAt).toBe(startedAt);
  });

  it('opens what is not done again, and leaves out what is', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', {
      status: 'STARTING',
      attempt: 2,
    });
    cloud.addShard(jobId, 0, { outcome: 'DONE' });
    cloud.addShard(jobId, 1, {
      outcome: 'OUT_OF_BUDGET',
      reason: 'nothing left',
      fence: 3,
    });
    const { shards } = await prepare({ jobId, attempt: 2 }, cloud);
    expect(shards.map(({ shard }) => shard)).toEqual(['1']);
    expect(cloud.shardRows.get(`${jobId}/0`)?.outcome).toBe('DONE');
    expect(cloud.shardRows.get(`${jobId}/1`)).toMatchObject({
      outcome: 'PENDING',
      reason: '',
      fence: 3,
    });
  });

  it('opens shards again whose rejected records shall be made again, and does so once', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', {
      status: 'STARTING',
      attempt: 2,
      retriesRejectedSince: 2,
      shards: 3,
    });
    const rejected = { ...EMPTY_TOTALS, accepted: 4, rejected: 1 };
    cloud.addShard(jobId, 0, { outcome: 'DONE' });
    cloud.addShard(jobId, 1, { outcome: 'DONE', totals: rejected, fence: 3 });
    cloud.addShard(jobId, 2, { outcome: 'CANCELLED', fence: 5 });
    const prepared = await prepare({ jobId, attempt: 2 }, cloud);
    expect(prepared.shards.map(({ shard }) => shard)).toEqual(['1', '2']);
    expect(cloud.shardRows.get(`${jobId}/0`)).not.toHaveProperty('retry');
    expect(cloud.shardRows.get(`${jobId}/1`)).toMatchObject({
      outcome: 'PENDING',
      retry: { since: 2, fence: 3 },
    });
    expect(cloud.shardRows.get(`${jobId}/2`)?.retry).toEqual({
      since: 2,
      fence: 5,
    });

    expect(await prepare({ jobId, attempt: 2 }, cloud)).toEqual(prepared);
    // The execution died when one shard was done and the other had rejected the record once more.
    cloud.addShard(jobId, 1, {
      outcome: 'DONE',
      totals: rejected,
      fence: 4,
      retry: { since: 2, fence: 3 },
    });
    cloud.jobRows.set(jobId, { ...cloud.job(jobId), attempt: 3 });
    const next = await prepare({ jobId, attempt: 3 }, cloud);
    expect(next.shards.map(({ shard }) => shard)).toEqual(['2']);
    expect(cloud.shardRows.get(`${jobId}/1`)?.retry?.fence).toBe(3);
  });

  it('only exports again what was being exported', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', { status: 'EXPORTING' });
    cloud.addShard(jobId, 0, { outcome: 'OUT_OF_BUDGET' });
    expect(await prepare({ jobId, attempt: 1 }, cloud)).toMatchObject({
      proceed: true,
      shards: [],
    });
    expect(cloud.shardRows.get(`${jobId}/0`)?.outcome).toBe('OUT_OF_BUDGET');
  });

  it.each([
    ['cancelled meanwhile', { status: 'STARTING', cancelRequested: true }],
    ['ended', { status: 'CANCELLED' }],
    ['being deleted', { status: 'DELETING' }],
    ['in a later attempt', { status: 'RUNNING', attempt: 2 }],
  ] as const)(
    'does not proceed with a job that is %s',
    async (_what, changes) => {
      const cloud = new MemoryCloud();
      const { jobId } = cloud.addRunning(0, 'RUNNING', changes);
      expect(await prepare({ jobId, attempt: 1 }, cloud)).toMatchObject({
        proceed: false,
        shards: [],
      });
      expect(cloud.job(jobId).status).toBe(changes.status);
      expect(cloud.shardRows.size).toBe(0);
    },
  );

  it('sets the closing cost aside again when a job goes on after its end', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', { status: 'STARTING' });
    await cloud.ledger.finish(`job#${jobId}`, { closingSettled: 400_000 });
    await prepare({ jobId, attempt: 1 }, cloud);
    await prepare({ jobId, attempt: 1 }, cloud);
    expect(cloud.ledgerOf(jobId)).toMatchObject({
      available: 8_600_000,
      settled: 400_000,
      closing: 1_000_000,
    });
  });
});
