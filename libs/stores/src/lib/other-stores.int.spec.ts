import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import {
  Conflict,
  EMPTY_TOTALS,
  Fenced,
  InvalidInput,
  NotFound,
  type CostRow,
  type JsonObject,
  type SeedData,
  type ShardRow,
} from '@plot-palette/domain';
import { PreconditionFailed } from './conditional-write';
import { CostStore } from './cost-store';
import { aTemplate } from './job.fixture';
import { localCloudStores } from './local-cloud.fixture';
import { ObjectStore } from './object-store';
import { SeedStore } from './seed-store';
import { ShardStore } from './shard-store';
import { TemplateStore } from './template-store';

const { costs, objects, seeds, shards, templates, close } = localCloudStores();
afterAll(close);

describe(TemplateStore.name, () => {
  it('keeps every version and shows the latest', async () => {
    const first = aTemplate({ isPublic: true });
    await templates.create(first);
    const second = {
      ...first,
      version: 2,
      name: 'Fabel',
      updatedAt: new Date().toISOString(),
    };
    await templates.update(second, 1);
    expect(await templates.get(first.templateId)).toEqual(second);
    expect(await templates.get(first.templateId, 1)).toEqual(first);
    expect(
      (await templates.listByUser(first.userId, { limit: 10 })).items,
    ).toEqual([second]);
    expect((await templates.listPublic({ limit: 100 })).items).toContainEqual(
      second,
    );
    await templates.delete(first.templateId);
    expect(await templates.get(first.templateId)).toBeUndefined();
    expect(
      (await templates.listByUser(first.userId, { limit: 10 })).items,
    ).toEqual([]);
  });

  it('lets one of many concurrent edits win', async () => {
    const first = aTemplate();
    await templates.create(first);
    const edits = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((edit) =>
        templates.update({ ...first, version: 2, name: `edit ${edit}` }, 1),
      ),
    );
    const lost = edits.flatMap((edit) =>
      edit.status === 'rejected' ? [edit.reason] : [],
    );
    expect(lost).toHaveLength(4);
    for (const reason of lost) expect(reason).toBeInstanceOf(Conflict);
  });

  it('says that a template is too long to store', async () => {
    // Nearly all of the 400 KB that an item may have.
    const step = { id: 'a', prompt: 'é'.repeat(99_000), maxTokens: 1 };
    const long = (description: number) =>
      aTemplate({
        description: 'x'.repeat(description),
        steps: [
          step,
          { ...step, id: 'b' },
          { ...step, id: 'c', prompt: 'x'.repeat(12_000) },
        ],
      });
    const fits = long(500);
    await templates.create(fits);
    expect(await templates.get(fits.templateId)).toEqual(fits);
    await expect(templates.create(long(2_000))).rejects.toBeInstanceOf(
      InvalidInput,
    );
  });

  it('keeps JSON Schemas that DynamoDB itself could not hold', async () => {
    const nested = Array.from({ length: 40 }).reduce<JsonObject>(
      (items) => ({ type: 'array', items }),
      { type: 'number', maximum: 2 ** 60, multipleOf: 1e-200 },
    );
    const [step] = aTemplate().steps;
    const template = aTemplate({
      steps: step === undefined ? [] : [{ ...step, outputSchema: nested }],
    });
    await templates.create(template);
    expect(await templates.get(template.templateId)).toEqual(template);
    const { items } = await templates.listByUser(template.userId, {
      limit: 10,
    });
    expect(items).toEqual([template]);
  });
});

describe(ShardStore.name, () => {
  const row = (overrides: Partial<ShardRow> = {}): ShardRow => {
    const time = new Date().toISOString();
    return {
      jobId: randomUUID(),
      shard: 0,
      from: 0,
      to: 10,
      outcome: 'PENDING',
      reason: '',
      fence: 0,
      version: 0,
      totals: EMPTY_TOTALS,
      inFlight: 0,
      bindingLimit: 'NONE',
      heartbeatAt: time,
      updatedAt: time,
      ...overrides,
    };
  };

  it('gives every owner a fence of its own and fences the older ones', async () => {
    const { jobId } = row();
    await shards.create([row({ jobId }), row({ jobId, shard: 1 })]);
    const owners = await Promise.all(
      [0, 0, 6].map((manifestFence) =>
        shards.takeOver(jobId, 0, manifestFence),
      ),
    );
    const fences = owners.map(({ fence }) => fence).sort((a, b) => a - b);
    expect(new Set(fences).size).toBe(3);
    const youngest = fences.at(-1) ?? 0;
    expect(youngest).toBeGreaterThanOrEqual(7);
    await shards.update(jobId, 0, youngest, { inFlight: 3 });
    await expect(
      shards.update(jobId, 0, youngest - 1, { inFlight: 9 }),
    ).rejects.toBeInstanceOf(Fenced);
    await shards.create([row({ jobId })]);
    expect(await shards.get(jobId, 0)).toMatchObject({
      fence: youngest,
      inFlight: 3,
      outcome: 'RUNNING',
    });
    expect(await shards.list(jobId)).toHaveLength(2);
    await shards.deleteAll(jobId);
    expect(await shards.list(jobId)).toEqual([]);
  });
});

describe(SeedStore.name, () => {
  it('changes state only from where the caller thinks it is', async () => {
    const createdAt = new Date().toISOString();
    const seed: SeedData = {
      seedId: randomUUID(),
      userId: `user-${randomUUID()}`,
      name: 'Dýr',
      fileName: 'dýr.csv',
      format: 'csv',
      state: 'AWAITING_UPLOAD',
      bytes: 12,
      createdAt,
      updatedAt: createdAt,
    };
    await seeds.create(seed);
    const profiling = await seeds.update(
      seed.userId,
      seed.seedId,
      { state: 'PROFILING' },
      { state: ['AWAITING_UPLOAD'] },
    );
    expect(profiling.state).toBe('PROFILING');
    await expect(
      seeds.update(
        seed.userId,
        seed.seedId,
        { state: 'PROFILING' },
        { state: ['AWAITING_UPLOAD'] },
      ),
    ).rejects.toThrow('is PROFILING');
    expect(await seeds.findById(seed.seedId)).toMatchObject({
      name: 'Dýr',
      state: 'PROFILING',
    });
    await seeds.delete(seed.userId, seed.seedId);
    await expect(
      seeds.update(seed.userId, seed.seedId, { rows: 1 }),
    ).rejects.toBeInstanceOf(NotFound);
  });
});

describe(CostStore.name, () => {
  it('writes a repeated row once', async () => {
    const jobId = randomUUID();
    const timestamp = '2026-11-21T10:00:00.000Z';
    const rows: CostRow[] = Array.from({ length: 60 }, (_, seq) => ({
      jobId,
      entry: `${timestamp}#0#1-${String(seq).padStart(8, '0')}#model`,
      timestamp,
      shard: 0,
      kind: 'model',
      costNanoUsd: seq,
    }));
    await costs.put(rows);
    await costs.put(rows.slice(0, 30));
    expect((await costs.listByJob(jobId, { limit: 100 })).items).toEqual(rows);
  });
});

describe(ObjectStore.name, () => {
  const key = `jobs/${randomUUID()}/object.txt`;

  it('creates once and replaces only what was read', async () => {
    const writes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        objects.put(key, `text ${i}`, { condition: { ifNoneMatch: '*' } }),
      ),
    );
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1,
    );
    const { etag } = (await objects.get(key)) ?? { etag: '' };
    await objects.put(key, 'þriðja', { condition: { ifMatch: etag } });
    await expect(
      objects.put(key, 'fjórða', { condition: { ifMatch: etag } }),
    ).rejects.toBeInstanceOf(PreconditionFailed);
    expect((await objects.get(key))?.body.toString()).toBe('þriðja');
    // The range ends within the two bytes of ð.
    expect(await text(await objects.stream(key, { from: 2, to: 5 }))).toBe(
      'ri\ufffd',
    );
  });

  it('says what is not there', async () => {
    expect(await objects.get('jobs/none')).toBeUndefined();
    expect(await objects.head('jobs/none')).toBeUndefined();
    await expect(objects.stream('jobs/none')).rejects.toBeInstanceOf(NotFound);
    await expect(
      objects.put('jobs/none', 'x', { condition: { ifMatch: '"etag"' } }),
    ).rejects.toBeInstanceOf(PreconditionFailed);
  });

  it('streams large objects in and out, lists and deletes them', async () => {
    const prefix = `jobs/${randomUUID()}/`;
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const uploaded = await objects.upload(
      `${prefix}large`,
      Readable.from(Array.from({ length: 12 }, () => chunk)),
      'text/plain',
    );
    expect(uploaded.bytes).toBe(12 * chunk.length);
    expect((await buffer(await objects.stream(`${prefix}large`))).length).toBe(
      12 * chunk.length,
    );
    await objects.put(`${prefix}small`, '');
    const listed = [];
    for await (const object of objects.list(prefix)) listed.push(object);
    expect(listed).toEqual([
      {
        key: `${prefix}large`,
        bytes: 12 * chunk.length,
        modifiedAt: expect.any(Date),
      },
      { key: `${prefix}small`, bytes: 0, modifiedAt: expect.any(Date) },
    ]);
    await objects.deleteAll([`${prefix}large`, `${prefix}none`]);
    expect(await objects.head(`${prefix}large`)).toBeUndefined();
    await objects.put(`${prefix}large`, '');
    expect(await objects.deletePrefix(prefix)).toBe(2);
    expect(await objects.head(`${prefix}small`)).toBeUndefined();
  });

  it('lets a form upload up to the size it was made for, and a link download under a name', async () => {
    const { url, fields } = await objects.presignPost(key, {
      maxBytes: 10,
      expiresInSeconds: 60,
    });
    const send = async (body: string): Promise<number> => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields))
        form.append(name, value);
      form.append('file', new Blob([body]));
      return (await fetch(url, { method: 'POST', body: form })).status;
    };
    expect(await send('far more than ten bytes')).toBe(400);
    expect(await send('ten bytes!')).toBe(204);
    const link = await objects.presignGet(key, {
      fileName: 'gögn.txt',
      expiresInSeconds: 60,
    });
    const download = await fetch(link);
    expect(await download.text()).toBe('ten bytes!');
    expect(download.headers.get('content-disposition')).toContain(
      encodeURIComponent('gögn.txt'),
    );
  });
});
