import { formatUsd, storageKeys } from '@plot-palette/domain';
import { Lifeline } from '../testing/lifeline.fixture';
import { World } from '../testing/world.fixture';
import { exportJob } from './export-job';

const log = { debug() {}, info() {}, warn() {}, error() {} };

describe(exportJob.name, () => {
  it('writes every format, the rejected records and a manifest, from all shards and the same each time', async () => {
    const world = await World.create({
      records: 30,
      rows: 10,
      shards: 3,
      budgetNanoUsd: 2_000_000,
      // Three batches a shard, of which segments hold some when it ends.
      settings: { checkpointInterval: 2, segmentBatches: 2 },
    });
    world.model.answer = ({ prompt }) =>
      prompt.includes('row 00003') ? { text: '' } : undefined;
    for (const { shard } of world.snapshot.shards)
      await world.worker(new Lifeline(), shard).run();
    const { jobId } = world.snapshot;
    const contents = async () => {
      await exportJob({ objects: world.bucket, log, jobId });
      return [...world.bucket.bodies]
        .filter(([key]) => key.includes('/exports/'))
        .map(([key, body]) => [key, body.toString('utf8')] as const);
    };
    const files = new Map(await contents());
    expect(await contents()).toEqual([...files]);

    const segments = [...world.bucket.bodies.keys()].filter((key) =>
      key.includes('/segments/'),
    );
    expect(segments.length).toBeGreaterThan(0);
    const accepted = await world.accepted();
    expect(accepted.length).toBeGreaterThan(20);
    const lines = (key: string) => (files.get(key) ?? '').trimEnd().split('\n');
    const dataset = lines(storageKeys.export(jobId, 'JSONL')).map(
      (line) => JSON.parse(line) as { record_index: number },
    );
    expect(dataset.map((row) => row.record_index)).toEqual(
      accepted.map(({ index }) => index),
    );
    expect(lines(storageKeys.export(jobId, 'CSV'))).toHaveLength(
      accepted.length + 1,
    );
    expect(lines(storageKeys.rejectedExport(jobId))).toHaveLength(3);
    expect(
      JSON.parse(files.get(storageKeys.exportManifest(jobId)) ?? ''),
    ).toMatchObject({
      counts: { accepted: accepted.length, rejected: 3 },
      files: [
        { format: 'JSONL', rows: accepted.length },
        { format: 'CSV', rows: accepted.length },
      ],
    });
  });

  it('splits by category, and counts in manifest and card as the job does', async () => {
    const world = await World.create({
      records: 30,
      rows: 10,
      budgetNanoUsd: 2_000_000,
      partitionBy: 'category',
      categoryPath: 'seed.name',
    });
    world.model.answer = ({ prompt }) =>
      prompt.includes('row 00003') ? { text: '' } : undefined;
    await world.worker().run();
    const { jobId } = world.snapshot;
    await exportJob({ objects: world.bucket, log, jobId });
    const text = (key: string) =>
      world.bucket.bodies.get(key)?.toString() ?? '';
    const { totals } = world.row();
    const notAttempted = 30 - totals.accepted - totals.rejected;
    const manifest = JSON.parse(text(storageKeys.exportManifest(jobId))) as {
      files: { key: string; rows: number }[];
    };
    expect(manifest).toMatchObject({
      asked: 30,
      counts: {
        accepted: totals.accepted,
        rejected: totals.rejected,
        notAttempted,
      },
    });
    expect(manifest.files.map(({ key }) => key)).toContain(
      storageKeys.export(jobId, 'CSV', 'category/row%2000004'),
    );
    const card = text(storageKeys.datasetCard(jobId));
    expect(card).toContain(
      `| 30 | ${totals.accepted} | ${totals.rejected} | ${notAttempted} |`,
    );
    expect(card).toContain(formatUsd(totals.modelNanoUsd));
  });

  it('reads every object of records once', async () => {
    const world = await World.create({
      records: 12,
      rows: 12,
      budgetNanoUsd: 2_000_000,
      settings: { checkpointInterval: 4, segmentBatches: 2 },
    });
    world.model.answer = ({ prompt }) =>
      prompt.includes('row 00003') ? { text: '' } : undefined;
    await world.worker().run();
    const read: string[] = [];
    const stream = world.bucket.stream.bind(world.bucket);
    world.bucket.stream = (key, range) => {
      read.push(key);
      return stream(key, range);
    };
    await exportJob({
      objects: world.bucket,
      log,
      jobId: world.snapshot.jobId,
    });
    const objects = read.filter((key) => /\/(batches|segments)\//.test(key));
    expect(objects.length).toBeGreaterThan(0);
    expect(new Set(objects).size).toBe(objects.length);
  });

  it('has the columns that the template names', async () => {
    const world = await World.create({ records: 1 });
    await world.worker().run();
    const { jobId, template } = world.snapshot;
    const columns = { text: 'steps.answer.output' };
    await world.bucket.put(
      storageKeys.jobConfig(jobId),
      JSON.stringify({ ...world.snapshot, template: { ...template, columns } }),
    );
    await exportJob({ objects: world.bucket, log, jobId });
    const [line = ''] = String(
      world.bucket.bodies.get(storageKeys.export(jobId, 'CSV')),
    ).split('\r\n');
    expect(line.startsWith('text,record_index,')).toBe(true);
  });

  it('writes empty files for a job that has made nothing', async () => {
    const world = await World.create({ budgetNanoUsd: 1 });
    await world.worker().run();
    const { jobId } = world.snapshot;
    await exportJob({ objects: world.bucket, log, jobId });
    expect(
      world.bucket.bodies.get(storageKeys.export(jobId, 'JSONL')),
    ).toHaveLength(0);
  });
});
