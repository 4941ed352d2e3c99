import { grantedTotal, type Job } from '@plot-palette/domain';
import { finish } from './finish';
import { dyingAt } from './dying.fixture';
import { MemoryCloud } from './memory-cloud.fixture';

/** A job of ten records over two shards, all accepted and exported. */
async function exportedJob(changes: Partial<Job> = {}) {
  const cloud = new MemoryCloud();
  const { jobId } = cloud.addRunning(0, 'RUNNING', {
    status: 'EXPORTING',
    updatedAt: new Date(Date.now() - 3_000).toISOString(),
    ...changes,
  });
  for (const shard of [0, 1]) {
    cloud.addShard(jobId, shard, { outcome: 'DONE' });
    cloud.addManifest(jobId, shard, 5, 1_000);
    await grant(cloud, jobId, `${shard}-1`, 1_500);
  }
  cloud.addExports(jobId, 10);
  return { cloud, jobId };
}

async function grant(
  cloud: MemoryCloud,
  jobId: string,
  holder: string,
  block: number,
): Promise<void> {
  const scope = `job#${jobId}`;
  const { available } = cloud.ledgerOf(jobId);
  await cloud.ledger.open(scope, holder);
  await cloud.ledger.take(scope, holder, { available, granted: 0, block });
}

function expectBalanced(cloud: MemoryCloud, jobId: string): void {
  const ledger = cloud.ledgerOf(jobId);
  expect(
    ledger.available +
      ledger.closing +
      ledger.settled +
      ledger.writtenOff +
      grantedTotal(ledger),
  ).toBe(ledger.limit);
}

describe(finish.name, () => {
  it('completes the job, settles its money and frees its slot', async () => {
    const { cloud, jobId } = await exportedJob();
    const finished = await finish({ jobId, attempt: 1 }, cloud);
    expect(finished.status).toBe('COMPLETED');
    const { spentNanoUsd, ...job } = cloud.job(jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: 10, rejected: 0, notAttempted: 0 },
      exports: [{ format: 'JSONL', rows: 10 }],
    });
    expect(job.finishedAt).toBeDefined();
    const ledger = cloud.ledgerOf(jobId);
    expect(ledger).toMatchObject({ closing: 0, grants: {}, writtenOff: 1_000 });
    expect(spentNanoUsd).toBe(ledger.settled + ledger.writtenOff);
    expectBalanced(cloud, jobId);
    expect(cloud.slotRows.size).toBe(0);
  });

  it('puts what the end of the job took on the bill, to the nano-dollar', async () => {
    const { cloud, jobId } = await exportedJob();
    await finish({ jobId, attempt: 1 }, cloud);
    const [row] = [...cloud.costRows.values()];
    expect(row).toMatchObject({ kind: 'closing', jobId });
    expect(row?.seconds).toBeGreaterThanOrEqual(3);
    expect(cloud.ledgerOf(jobId).settled).toBe(2_000 + (row?.costNanoUsd ?? 0));
  });

  it('counts every part of a large file', async () => {
    const small = await exportedJob();
    const large = await exportedJob();
    large.cloud.addExports(large.jobId, 10, 100 * 1_024 ** 2);
    const operations = [];
    for (const { cloud, jobId } of [small, large]) {
      await finish({ jobId, attempt: 1 }, cloud);
      operations.push([...cloud.costRows.values()][0]?.operations ?? 0);
    }
    expect((operations[1] ?? 0) - (operations[0] ?? 0)).toBe(20 + 2 - 1);
  });

  it.each([
    ['what is left beyond the reserve', 3_600],
    ['no more than the budget', 100 * 86_400],
  ])('pays a long export with %s', async (_what, seconds) => {
    const { cloud, jobId } = await exportedJob({
      updatedAt: new Date(Date.now() - seconds * 1_000).toISOString(),
    });
    const { closing, limit } = cloud.ledgerOf(jobId);
    await finish({ jobId, attempt: 1 }, cloud);
    const [row] = [...cloud.costRows.values()];
    expect(row?.seconds).toBeGreaterThanOrEqual(seconds);
    expect(row?.costNanoUsd).toBeGreaterThan(closing);
    expect(cloud.job(jobId).spentNanoUsd).toBeLessThanOrEqual(limit);
    expectBalanced(cloud, jobId);
  });

  it('changes nothing when it is repeated', async () => {
    const { cloud, jobId } = await exportedJob();
    await finish({ jobId, attempt: 1 }, cloud);
    const job = cloud.job(jobId);
    const ledger = cloud.ledgerOf(jobId);
    expect((await finish({ jobId, attempt: 1 }, cloud)).status).toBe(
      'COMPLETED',
    );
    expect(cloud.job(jobId)).toEqual(job);
    expect(cloud.ledgerOf(jobId)).toEqual(ledger);
    expect(cloud.costRows.size).toBe(1);
  });

  it('may die at any call and be run again', async () => {
    const { cloud: whole, jobId: wholeId } = await exportedJob();
    const counted = dyingAt(whole, Infinity, 'before');
    await finish({ jobId: wholeId, attempt: 1 }, counted);
    for (let at = 1; at <= counted.calls(); at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { cloud, jobId } = await exportedJob();
        const dying = dyingAt(cloud, at, when);
        await expect(finish({ jobId, attempt: 1 }, dying)).rejects.toThrow();
        await finish({ jobId, attempt: 1 }, cloud);
        expect(cloud.job(jobId).status).toBe('COMPLETED');
        expect(cloud.ledgerOf(jobId)).toMatchObject({ closing: 0, grants: {} });
        expectBalanced(cloud, jobId);
        expect(cloud.costRows.size).toBe(1);
        expect(cloud.slotRows.size).toBe(0);
      }
    }
  });

  it('ends BUDGET_EXCEEDED when money and records are both missing', async () => {
    const { cloud, jobId } = await exportedJob();
    cloud.addShard(jobId, 1, { outcome: 'OUT_OF_BUDGET', reason: 'no money' });
    cloud.addManifest(jobId, 1, 2, 1_000);
    await finish({ jobId, attempt: 1 }, cloud);
    expect(cloud.job(jobId)).toMatchObject({
      status: 'BUDGET_EXCEEDED',
      statusReason: 'no money',
      counts: { accepted: 7, rejected: 0, notAttempted: 3 },
    });
  });

  it('ends CANCELLED, straight from where the job was', async () => {
    const { cloud, jobId } = await exportedJob({
      status: 'STARTING',
      cancelRequested: true,
    });
    await finish({ jobId, attempt: 1 }, cloud);
    expect(cloud.job(jobId).status).toBe('CANCELLED');
  });

  it('goes through EXPORTING when the export was never begun', async () => {
    const { cloud, jobId } = await exportedJob({ status: 'RUNNING' });
    await finish({ jobId, attempt: 1 }, cloud);
    expect(cloud.job(jobId).status).toBe('COMPLETED');
  });

  it('ends FAILED when the export failed or left nothing behind', async () => {
    const failed = await exportedJob();
    await finish(
      {
        jobId: failed.jobId,
        attempt: 1,
        exportError: { Error: 'States.TaskFailed', Cause: 'x' },
      },
      failed.cloud,
    );
    expect(failed.cloud.job(failed.jobId)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('States.TaskFailed'),
    });
    const { cloud, jobId } = await exportedJob();
    cloud.files.delete(`jobs/${jobId}/exports/manifest.json`);
    await finish({ jobId, attempt: 1 }, cloud);
    expect(cloud.job(jobId)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('export did not finish'),
    });
  });

  it('writes off the whole grant of a worker that never saved anything', async () => {
    const { cloud, jobId } = await exportedJob();
    cloud.files.delete(`jobs/${jobId}/checkpoints/1.json`);
    await finish({ jobId, attempt: 1 }, cloud);
    expect(cloud.ledgerOf(jobId).writtenOff).toBe(500 + 1_500);
  });

  it('leaves DELETING, but settles and frees', async () => {
    const { cloud, jobId } = await exportedJob({ status: 'DELETING' });
    expect((await finish({ jobId, attempt: 1 }, cloud)).status).toBe(
      'DELETING',
    );
    expect(cloud.slotRows.size).toBe(0);
  });

  it('does not touch a job that was resumed, started again or deleted', async () => {
    for (const changes of [
      { status: 'QUEUED' },
      { status: 'RUNNING', attempt: 2 },
    ] as const) {
      const { cloud, jobId } = await exportedJob(changes);
      const before = cloud.job(jobId);
      expect((await finish({ jobId, attempt: 1 }, cloud)).status).toBe(
        'SUPERSEDED',
      );
      expect(cloud.job(jobId)).toEqual(before);
    }
    const { cloud, jobId } = await exportedJob();
    cloud.jobRows.clear();
    expect((await finish({ jobId, attempt: 1 }, cloud)).status).toBe('GONE');
  });

  it('settles the reserve of a resumed job like the first one', async () => {
    const { cloud, jobId } = await exportedJob();
    const scope = `job#${jobId}`;
    await cloud.ledger.finish(scope, { closingSettled: 100 });
    await cloud.ledger.reserveClosing(scope, 1_000_000);
    await finish({ jobId, attempt: 1 }, cloud);
    const [row] = [...cloud.costRows.values()];
    const ledger = cloud.ledgerOf(jobId);
    expect(ledger).toMatchObject({
      grants: {},
      closing: 0,
      writtenOff: 1_000,
    });
    expect(ledger.settled).toBe(100 + 2_000 + (row?.costNanoUsd ?? 0));
    expectBalanced(cloud, jobId);
  });
});
