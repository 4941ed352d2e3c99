import {
  MAX_SEED_BYTES,
  storageKeys,
  type Problem,
  type SeedData,
  type SeedUpload,
  type SeedValidation,
  type Template,
} from '@plot-palette/domain';
import { ADMIN, RunningApi, USER } from '../testing/running-api.fixture';
import {
  fableTemplate,
  readySeed,
  storedJob,
} from '../testing/sample-job.fixture';
import { SeedDataController } from './seed-data.controller';

describe(SeedDataController.name, () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
  });
  afterAll(() => api.stop());

  const announce = (body: Record<string, unknown>) =>
    api.call<SeedUpload & Problem>(USER, 'POST', '/seed-data', {
      name: 'Dýr',
      bytes: 1_000,
      ...body,
    });

  it('answers a form that takes the announced file and no larger one', async () => {
    const { status, body } = await announce({ fileName: 'dýr.CSV' });
    expect(status).toBe(201);
    expect(body.seed).toMatchObject({
      state: 'AWAITING_UPLOAD',
      format: 'csv',
      userId: USER,
    });
    expect(body.upload.fields).toEqual({
      key: storageKeys.seedOriginal(USER, body.seed.seedId),
      policy: '1-1000',
    });
    const { seedId } = body.seed;
    const read = await api.call<SeedData>(USER, 'GET', `/seed-data/${seedId}`);
    expect(read.body).toEqual(body.seed);
  });

  it.each([
    ['notes.txt', 400],
    ['notes', 400],
    ['rows.ndjson', 201],
    ['.json', 201],
  ])('reads the format of %s from its ending', async (fileName, expected) => {
    const { status, body } = await announce({ fileName });
    expect(status).toBe(expected);
    if (expected === 400) expect(body.detail).toContain('.csv');
  });

  it('takes a format that is named, and refuses what is too large', async () => {
    const named = await announce({ fileName: 'notes.txt', format: 'jsonl' });
    expect(named.body.seed.format).toBe('jsonl');
    const huge = await announce({
      fileName: 'a.csv',
      bytes: MAX_SEED_BYTES + 1,
    });
    expect(huge.status).toBe(400);
  });

  it('shows the profile of a READY file, to administrators too', async () => {
    const { seedId } = await readySeed(api);
    for (const userId of [USER, ADMIN]) {
      const { body } = await api.call<{ profile: { rows: number } }>(
        userId,
        'GET',
        `/seed-data/${seedId}`,
      );
      expect(body.profile.rows).toBe(2);
    }
  });

  it('compares rows with a template, once they are known', async () => {
    const { body: template } = await api.call<Template>(
      USER,
      'POST',
      '/templates',
      fableTemplate({
        steps: [{ id: 'a', prompt: '{{ animal }} {{ sometimes }}' }],
      }),
    );
    const validate = (seedId: string) =>
      api.call<SeedValidation>(USER, 'POST', `/seed-data/${seedId}/validate`, {
        templateId: template.templateId,
      });
    const { seedId } = await readySeed(api);
    const { status, body } = await validate(seedId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ valid: false, rows: 2 });
    expect(body.missing.map(({ path }) => path)).toEqual(['sometimes']);
    const early = await readySeed(api, { state: 'PROFILING' });
    expect((await validate(early.seedId)).status).toBe(409);
  });

  it('deletes a file with all its objects', async () => {
    const { seedId } = await readySeed(api);
    const path = `/seed-data/${seedId}`;
    expect((await api.call(USER, 'DELETE', path)).status).toBe(204);
    expect((await api.call(USER, 'GET', path)).status).toBe(404);
    const left = [...api.stores.objects.objects.keys()];
    expect(left.filter((key) => key.includes(seedId))).toEqual([]);
  });

  it('keeps a file that an unfinished job reads', async () => {
    const { seedId } = await readySeed(api);
    const job = storedJob(api, { seedId, status: 'QUEUED' });
    const refused = await api.call<Problem>(
      USER,
      'DELETE',
      `/seed-data/${seedId}`,
    );
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(job.jobId);
    storedJob(api, { ...job, status: 'CANCELLED' });
    const path = `/seed-data/${seedId}`;
    expect((await api.call(USER, 'DELETE', path)).status).toBe(204);
  });

  it('does not leave a file PROFILING whose reading was broken off', async () => {
    const minutesAgo = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const profiling = { state: 'PROFILING' } as const;
    const busy = await readySeed(api, {
      ...profiling,
      updatedAt: minutesAgo(18),
    });
    const dead = await readySeed(api, {
      ...profiling,
      updatedAt: minutesAgo(22),
    });
    const read = async ({ seedId }: SeedData) =>
      (await api.call<SeedData>(USER, 'GET', `/seed-data/${seedId}`)).body;
    expect((await read(busy)).state).toBe('PROFILING');
    const shown = await read(dead);
    expect(shown).toMatchObject({
      state: 'INVALID',
      error: expect.stringContaining('Upload it again'),
    });
    const list = await api.call<{ items: SeedData[] }>(
      USER,
      'GET',
      '/seed-data?limit=100',
    );
    expect(list.body.items).toContainEqual(shown);
    expect(api.stores.seeds.rows.get(dead.seedId)?.state).toBe('PROFILING');
  });
});
