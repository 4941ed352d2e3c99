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
