import { randomUUID } from 'node:crypto';
import { InvalidInput } from '@plot-palette/domain';
import { localCloudStores } from '../local-cloud.fixture';
import { aPipelineLog } from './pipeline-log.fixture';
import { PipelineLogStore } from './pipeline-log-store';

const { studio, close } = localCloudStores();
const { pipelineLogs } = studio;
afterAll(close);

describe(PipelineLogStore.name, () => {
  it('keeps the first final row, whoever else writes one', async () => {
    const row = aPipelineLog();
    const writes = await Promise.all(
      (['COMPLETED', 'FAILED', 'ABORTED', 'TIMED_OUT'] as const).map((status) =>
        pipelineLogs.putFinal({ ...row, status }),
      ),
    );
    expect(writes.filter(Boolean)).toHaveLength(1);
    const kept = await pipelineLogs.get(row.pipeline_id);
    expect(await pipelineLogs.putFinal({ ...row, costNanoUsd: 9 })).toBe(false);
    expect(await pipelineLogs.get(row.pipeline_id)).toEqual(kept);
  });

  it('takes a repeated write for the one that it repeats', async () => {
    const row = aPipelineLog();
    expect(await pipelineLogs.putFinal(row)).toBe(true);
    expect(await pipelineLogs.putFinal(row)).toBe(true);
  });

  it('reads back what was written, and says what is not there', async () => {
    const row = aPipelineLog({ status: 'DEGRADED' });
    await pipelineLogs.putFinal(row);
    expect(await pipelineLogs.get(row.pipeline_id)).toEqual(row);
    expect(await pipelineLogs.get('p-none')).toBeUndefined();
  });

  it('lists by user, day and status, newest first, in pages', async () => {
    const userId = `user-${randomUUID()}`;
    const at = (time: string, status: 'COMPLETED' | 'FAILED') =>
      aPipelineLog({ userId, status, timestamp: `1999-12-${time}` });
    const rows = [
      at('30T23:59:59.999Z', 'FAILED'),
      at('31T00:00:00.000Z', 'COMPLETED'),
      at('31T12:00:00.000Z', 'FAILED'),
      at('31T23:59:59.999Z', 'COMPLETED'),
    ];
    for (const row of rows) await pipelineLogs.putFinal(row);
    const [, early, noon, late] = rows;
    const list = async (search: object) =>
      (await pipelineLogs.list({ userId, ...search }, { limit: 10 })).items;
    expect(await list({})).toEqual([...rows].reverse());
    expect(await list({ day: '1999-12-31' })).toEqual([late, noon, early]);
    expect(await list({ day: '1999-12-31', status: 'FAILED' })).toEqual([noon]);
    const all = { userId: undefined };
    expect(await list({ ...all, day: '1999-12-31' })).toEqual(
      expect.arrayContaining([late, noon, early]),
    );
    const failed = await list({ ...all, status: 'FAILED', day: '1999-12-31' });
    expect(failed).toEqual(expect.arrayContaining([noon]));
    expect(failed.map(({ status }) => status)).not.toContain('COMPLETED');

    const first = await pipelineLogs.list({ userId }, { limit: 3 });
    const cursor = first.nextCursor;
    const rest = await pipelineLogs.list({ userId }, { limit: 3, cursor });
    expect([...first.items, ...rest.items]).toEqual([...rows].reverse());
    await expect(
      pipelineLogs.list({ userId: 'somebody' }, { limit: 3, cursor }),
    ).rejects.toBeInstanceOf(InvalidInput);
    expect(await list({ userId: 'nobody' })).toEqual([]);
  });
});
