import { Conflict, isTerminal } from '@plot-palette/domain';
import { dispatch } from './dispatch';
import type { Attempt } from './executions';
import { dyingAt } from './dying.fixture';
import { MemoryCloud } from './memory-cloud.fixture';

const SILENT = '2026-01-01T00:00:00.000Z';

describe(dispatch.name, () => {
  it('fills free slots from the queue, in order, and no more of them than there are', async () => {
    const cloud = new MemoryCloud();
    const jobs = [1, 2, 3, 4].map(() => cloud.add().jobId);
    const summary = await dispatch(cloud);
    expect(summary.started).toBe(3);
    expect(cloud.executionStarts).toEqual(
      jobs.slice(0, 3).map((jobId) => `${jobId}-1`),
    );
    expect(cloud.waiting).toEqual(jobs.slice(3));
    expect((await dispatch(cloud)).started).toBe(0);
  });

  it('starts the execution of a slot whose dispatch died in between', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'ABSENT', { status: 'STARTING' });
    await dispatch(cloud);
    expect(cloud.executionStarts).toEqual([`${jobId}-1`]);
  });

  it('starts the next attempt of a job that its execution left behind', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'CLOSED');
    await dispatch(cloud);
    expect(cloud.executionStarts).toEqual([`${jobId}-2`]);
    expect(cloud.slotRows.get(0)).toMatchObject({ jobId, attempt: 2 });
    expect(cloud.job(jobId).attempt).toBe(2);
  });

  it('gives up after five attempts, with the money settled and the slot free', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'CLOSED', { attempt: 5 });
    cloud.addManifest(jobId, 0, 2, 500);
    await cloud.ledger.open(`job#${jobId}`, '0-1');
    await cloud.ledger.take(`job#${jobId}`, '0-1', {
      available: 9_000_000,
      granted: 0,
      block: 800,
    });
    const waiting = cloud.add().jobId;
    await dispatch(cloud);
    expect(cloud.job(jobId)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('5 times without finishing'),
      counts: { accepted: 2, rejected: 0, notAttempted: 8 },
      spentNanoUsd: 800,
    });
    expect(cloud.ledgerOf(jobId)).toMatchObject({
      settled: 500,
      writtenOff: 300,
      grants: {},
    });
    expect(cloud.slotRows.get(0)?.jobId).toBe(waiting);
  });

  it('frees the slot of an ended job only when its execution has ended too', async () => {
    const cloud = new MemoryCloud();
    cloud.addRunning(0, 'RUNNING', { status: 'COMPLETED' });
    cloud.addRunning(1, 'CLOSED', { status: 'CANCELLED' });
    const summary = await dispatch(cloud);
    expect(summary.freed).toBe(1);
    expect([...cloud.slotRows.keys()]).toEqual([0]);
  });

  it('does not start a resumed job beside its last execution', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING', { status: 'QUEUED' });
    await dispatch(cloud);
    expect(cloud.executionStarts).toEqual([]);
    cloud.executionStates.set(`${jobId}-1`, 'CLOSED');
    await dispatch(cloud);
    expect(cloud.executionStarts).toEqual([`${jobId}-2`]);
  });

  it('stops workers after the third look without a heartbeat, and only the silent ones', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    const heartbeatAt = new Date().toISOString();
    cloud.addShard(jobId, 0, { outcome: 'RUNNING', heartbeatAt: SILENT });
    cloud.addShard(jobId, 1, { outcome: 'RUNNING', heartbeatAt });
    await dispatch(cloud);
    await dispatch(cloud);
    expect(cloud.stopped).toEqual([]);
    await dispatch(cloud);
    expect(cloud.stopped).toEqual([{ jobId, shards: [0] }]);
    expect(cloud.slotRows.get(0)?.staleHeartbeats).toBe(0);
  });

  it('starts counting again when a heartbeat comes', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    cloud.addShard(jobId, 0, { outcome: 'RUNNING', heartbeatAt: SILENT });
    await dispatch(cloud);
    cloud.addShard(jobId, 0, {
      outcome: 'RUNNING',
      heartbeatAt: new Date().toISOString(),
    });
    await dispatch(cloud);
    expect(cloud.slotRows.get(0)?.staleHeartbeats).toBe(0);
  });

  it('serves the other slots and the queue when one slot fails, and says so', async () => {
    const cloud = new MemoryCloud();
    const broken = cloud.addRunning(0, 'RUNNING').jobId;
    const left = cloud.addRunning(1, 'CLOSED').jobId;
    const waiting = cloud.add().jobId;
    const state = cloud.executions.state;
    const executions = {
      ...cloud.executions,
      state: (attempt: Attempt) =>
        attempt.jobId === broken
          ? Promise.reject(new Error('throttled'))
          : state(attempt),
    };
    await expect(dispatch({ ...cloud, executions })).rejects.toThrow(
      '1 slots failed',
    );
    expect(cloud.executionStarts).toEqual([`${left}-2`, `${waiting}-1`]);
  });

  it('clears places away whose job is gone or does not wait, and goes on behind them', async () => {
    const cloud = new MemoryCloud();
    const orphan = cloud.add().jobId;
    const deleting = cloud.add().jobId;
    const waiting = cloud.add().jobId;
    cloud.jobRows.delete(orphan);
    cloud.jobRows.set(deleting, { ...cloud.job(deleting), status: 'DELETING' });
    expect(await dispatch(cloud)).toMatchObject({ started: 1 });
    expect(cloud.executionStarts).toEqual([`${waiting}-1`]);
    expect(cloud.waiting).toEqual([]);
  });

  it('starts the jobs behind a resumed one whose last execution still has its slot', async () => {
    const cloud = new MemoryCloud();
    const resumed = cloud.addRunning(0, 'RUNNING', { status: 'QUEUED' }).jobId;
    const waiting = cloud.add().jobId;
    await dispatch(cloud);
    expect(cloud.executionStarts).toEqual([`${waiting}-1`]);
    expect(cloud.waiting).toEqual([resumed]);
  });

  it('leaves a slot alone that another dispatch was faster with', async () => {
    const cloud = new MemoryCloud();
    cloud.addRunning(0, 'CLOSED');
    const jobs = {
      ...cloud.jobs,
      nextAttempt: () => Promise.reject(new Conflict('followed already')),
    };
    await expect(dispatch({ ...cloud, jobs })).resolves.toMatchObject({
      restarted: 0,
    });
  });
});

describe('a dispatch that dies', () => {
  /** One slot of every kind, and more waiting jobs than free slots. */
  function busyCloud(): MemoryCloud {
    const cloud = new MemoryCloud();
    cloud.addRunning(0, 'ABSENT', { status: 'STARTING' });
    cloud.addRunning(1, 'CLOSED');
    cloud.addRunning(2, 'CLOSED', { status: 'RUNNING', attempt: 5 });
    [1, 2, 3].forEach(() => cloud.add());
    return cloud;
  }

  async function callsOfOneRun(): Promise<number> {
    const counted = dyingAt(busyCloud(), Infinity, 'before');
    await dispatch(counted);
    return counted.calls();
  }

  function expectNothingLostOrDoubled(cloud: MemoryCloud): void {
    expect(new Set(cloud.executionStarts).size).toBe(
      cloud.executionStarts.length,
    );
    const inSlots = [...cloud.slotRows.values()].map(({ jobId }) => jobId);
    expect(new Set(inSlots).size).toBe(inSlots.length);
    expect(inSlots).toHaveLength(cloud.maxConcurrentJobs);
    for (const { jobId, attempt } of cloud.slotRows.values()) {
      expect(cloud.job(jobId).attempt).toBe(attempt);
      expect(cloud.executionStates.get(`${jobId}-${attempt}`)).toBe('RUNNING');
    }
    for (const { jobId, status } of cloud.jobRows.values()) {
      const places = [
        inSlots.includes(jobId),
        cloud.waiting.includes(jobId),
        isTerminal(status),
      ];
      expect(places.filter(Boolean)).toHaveLength(1);
    }
  }

  /** Also in the moment of death: what runs has its slot. */
  function expectEveryExecutionInItsSlot(cloud: MemoryCloud): void {
    const inSlots = [...cloud.slotRows.values()].map(
      ({ jobId, attempt }) => `${jobId}-${attempt}`,
    );
    expect(inSlots).toEqual(expect.arrayContaining(cloud.executionStarts));
  }

  it('at any call, before or after it, loses no job and starts none twice', async () => {
    const calls = await callsOfOneRun();
    expect(calls).toBeGreaterThan(20);
    for (let at = 1; at <= calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const cloud = busyCloud();
        await expect(dispatch(dyingAt(cloud, at, when))).rejects.toThrow();
        expectEveryExecutionInItsSlot(cloud);
        await dispatch(cloud);
        await dispatch(cloud);
        expectNothingLostOrDoubled(cloud);
      }
    }
  });

  it('while another runs at the same time does no harm', async () => {
    const cloud = busyCloud();
    await Promise.allSettled([dispatch(cloud), dispatch(cloud)]);
    await dispatch(cloud);
    expectNothingLostOrDoubled(cloud);
  });
});
