import { beginExport } from './begin-export';
import { MemoryCloud } from './memory-cloud.fixture';

describe(beginExport.name, () => {
  it('exports when the manifests have an accepted record, whatever the rows say', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    cloud.addShard(jobId, 0, { outcome: 'OUT_OF_BUDGET' });
    cloud.addManifest(jobId, 1, 1, 10);
    expect(await beginExport({ jobId, attempt: 1 }, cloud)).toEqual({
      jobId,
      attempt: 1,
      outcomes: [{ shard: 0, outcome: 'OUT_OF_BUDGET' }],
      export: true,
    });
    expect(cloud.job(jobId).status).toBe('EXPORTING');
    expect(await beginExport({ jobId, attempt: 1 }, cloud)).toMatchObject({
      export: true,
    });
  });

  it('exports the reasons when every record was rejected', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    cloud.addManifest(jobId, 0, 0, 10, 5);
    expect(await beginExport({ jobId, attempt: 1 }, cloud)).toMatchObject({
      export: true,
    });
  });

  it('exports nothing when no record was finished', async () => {
    const cloud = new MemoryCloud();
    const { jobId } = cloud.addRunning(0, 'RUNNING');
    cloud.addManifest(jobId, 0, 0, 10);
    expect(await beginExport({ jobId, attempt: 1 }, cloud)).toMatchObject({
      export: false,
    });
    expect(cloud.job(jobId).status).toBe('EXPORTING');
  });

  it('leaves a job alone that is being deleted or in another attempt', async () => {
    const cloud = new MemoryCloud();
    const deleting = cloud.addRunning(0, 'RUNNING', { status: 'DELETING' });
    const later = cloud.addRunning(1, 'RUNNING', { attempt: 2 });
    for (const { jobId } of [deleting, later])
      expect(await beginExport({ jobId, attempt: 1 }, cloud)).toMatchObject({
        export: false,
      });
    expect(cloud.job(deleting.jobId).status).toBe('DELETING');
    expect(cloud.job(later.jobId).status).toBe('RUNNING');
  });
});
