import {
  Conflict,
  InvalidInput,
  jobScope,
  openLedger,
  type Job,
} from '@plot-palette/domain';
import { aJob } from './job.fixture';
import { JobStore } from './job-store';
import { localCloudStores } from './local-cloud.fixture';

const { jobs, ledger, queue, close } = localCloudStores();
afterAll(close);

/** Slots far above any that a dispatcher fills. */
let nextSlot = 5_000 + Math.floor(Math.random() * 4_000);

async function created(overrides: Partial<Job> = {}): Promise<Job> {
  // The lowest priority, so that a dispatcher which is running takes other jobs first; they have no snapshot to run.
  const job = aJob({ priority: 9, ...overrides });
  await jobs.create(job, {
    requestHash: 'hash',
    ledger: openLedger(jobScope(job.jobId), job.budgetNanoUsd, 1_000),
  });
  return job;
}

describe(JobStore.name, () => {
  it('creates job and ledger together and refuses a second job of the same id', async () => {
    const job = await created();
    expect(await jobs.get(job.jobId)).toEqual(job);
    expect(await ledger.get(jobScope(job.jobId))).toMatchObject({
      limit: 1_000_000_000,
      available: 999_999_000,
    });
    expect(await jobs.requestHash(job.jobId)).toBe('hash');
    await expect(
      jobs.create(job, {
        requestHash: 'other',
        ledger: openLedger(jobScope(job.jobId), 5, 1),
      }),
    ).rejects.toBeInstanceOf(Conflict);
    expect((await ledger.get(jobScope(job.jobId)))?.limit).toBe(1_000_000_000);
  });

  it('moves a waiting job into one slot only, however many try', async () => {
    const job = await created();
    const slots = Array.from({ length: 8 }, () => nextSlot++);
    const outcomes = await Promise.allSettled(
      slots.map((slot) => jobs.start(job.jobId, slot)),
    );
    const won = outcomes.flatMap((outcome, i) =>
      outcome.status === 'fulfilled' ? [slots[i]] : [],
    );
    expect(won).toHaveLength(1);
    expect(await jobs.get(job.jobId)).toMatchObject({
      status: 'STARTING',
      attempt: 1,
    });
    expect(
      (await queue.slots()).filter(({ jobId }) => jobId === job.jobId),
    ).toHaveLength(1);
    expect(await queue.freeSlot(won[0] ?? -1, job.jobId, 2)).toBe(false);
    expect(await queue.freeSlot(won[0] ?? -1, job.jobId, 1)).toBe(true);
  });

  it('follows an attempt once', async () => {
    const job = await created();
    const slot = nextSlot++;
    await jobs.start(job.jobId, slot);
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => jobs.nextAttempt(job.jobId, slot, 1)),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    expect(await jobs.get(job.jobId)).toMatchObject({ attempt: 2 });
    await queue.freeSlot(slot, job.jobId, 2);
  });

  it('keeps to the transition table and says where the job is', async () => {
    const job = await created();
    await expect(jobs.transition(job.jobId, 'COMPLETED')).rejects.toThrow(
      'The job is QUEUED',
    );
    const slot = nextSlot++;
    await jobs.start(job.jobId, slot);
    await expect(
      jobs.transition(job.jobId, 'RUNNING', {}, { attempt: 7 }),
    ).rejects.toBeInstanceOf(Conflict);
    expect(
      await jobs.transition(
        job.jobId,
        'RUNNING',
        { startedAt: job.createdAt },
        { attempt: 1 },
      ),
    ).toMatchObject({
      status: 'RUNNING',
      startedAt: job.createdAt,
    });
    await queue.freeSlot(slot, job.jobId, 1);
  });

  it('cancels a waiting job at once and takes it back through the queue', async () => {
    const job = await created();
    expect(await jobs.requestCancel(job.jobId)).toMatchObject({
      status: 'CANCELLED',
      cancelRequested: true,
    });
    await expect(jobs.start(job.jobId, nextSlot++)).rejects.toBeInstanceOf(
      Conflict,
    );
    await expect(jobs.requestCancel(job.jobId)).rejects.toThrow(
      'cannot be cancelled',
    );
    expect(await jobs.requeue(job.jobId)).toMatchObject({
      status: 'QUEUED',
      cancelRequested: false,
    });
    await expect(jobs.requeue(job.jobId)).rejects.toThrow('cannot be resumed');
    await jobs.requestCancel(job.jobId);
  });

  it('raises the limit of job and ledger when it resumes, and notes that rejected records are made again', async () => {
    const job = await created();
    await jobs.requestCancel(job.jobId);
    const from = job.budgetNanoUsd;
    const stale = { from: from - 1, to: from + 5 };
    await expect(
      jobs.requeue(job.jobId, { limitNanoUsd: stale }),
    ).rejects.toThrow('cannot be resumed');
    const scope = jobScope(job.jobId);
    const before = await ledger.get(scope);
    expect(
      await jobs.requeue(job.jobId, {
        limitNanoUsd: { from, to: from + 5 },
        retryRejected: true,
      }),
    ).toMatchObject({
      status: 'QUEUED',
      budgetNanoUsd: from + 5,
      retriesRejectedSince: job.attempt + 1,
    });
    expect(await ledger.get(scope)).toEqual({
      ...before,
      limit: from + 5,
      available: (before?.available ?? 0) + 5,
    });
    await jobs.requestCancel(job.jobId);
  });

  it('takes the place in the queue along, however a job leaves it', async () => {
    const places = async (jobId: string) =>
      (await queue.waiting(100)).filter((each) => each.jobId === jobId);
    const deleted = await created();
    expect(await places(deleted.jobId)).toHaveLength(1);
    await jobs.transition(deleted.jobId, 'DELETING');
    expect(await places(deleted.jobId)).toEqual([]);

    const resumed = await created();
    await jobs.requestCancel(resumed.jobId);
    const [, outcome] = await Promise.allSettled([
      jobs.requeue(resumed.jobId),
      jobs.transition(resumed.jobId, 'DELETING'),
    ]);
    if (outcome.status === 'rejected')
      await jobs.transition(resumed.jobId, 'DELETING');
    expect(await places(resumed.jobId)).toEqual([]);
    await jobs.delete(resumed.jobId);
  });

  it('drops a place whose job is gone', async () => {
    const job = await created();
    await jobs.delete(job.jobId);
    const [place] = (await queue.waiting(100)).filter(
      ({ jobId }) => jobId === job.jobId,
    );
    if (place !== undefined) await queue.drop(place);
    expect(
      (await queue.waiting(100)).some(({ jobId }) => jobId === job.jobId),
    ).toBe(false);
  });

  it('asks a running job to stop', async () => {
    const job = await created();
    const slot = nextSlot++;
    await jobs.start(job.jobId, slot);
    expect(await jobs.requestCancel(job.jobId)).toMatchObject({
      status: 'STARTING',
      cancelRequested: true,
    });
    await queue.freeSlot(slot, job.jobId, 1);
  });

  it('pages through a user’s jobs, newest first, and refuses cursors of other lists', async () => {
    const userId = `user-${Math.random()}`;
    const times = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
      '2026-01-03T00:00:00.000Z',
    ];
    for (const createdAt of times)
      await jobs.requestCancel((await created({ userId, createdAt })).jobId);
    const first = await jobs.listByUser(userId, { limit: 2 });
    expect(first.items.map(({ createdAt }) => createdAt)).toEqual([
      times[2],
      times[1],
    ]);
    const second = await jobs.listByUser(userId, {
      limit: 2,
      cursor: first.nextCursor,
    });
    expect(second.items.map(({ createdAt }) => createdAt)).toEqual([times[0]]);
    expect(second.nextCursor).toBeUndefined();
    await expect(
      jobs.listByUser('somebody-else', { limit: 2, cursor: 'e30' }),
    ).rejects.toBeInstanceOf(InvalidInput);
    await expect(
      jobs.listByUser(userId, { limit: 2, cursor: '%%%' }),
    ).rejects.toBeInstanceOf(InvalidInput);
  });
});
