import { openSeedRows } from '@plot-palette/datasets';
import {
  storageKeys,
  type SeedData,
  type SeedProfile,
} from '@plot-palette/domain';
import { createProfileHandler } from './profile-handler';
import {
  FakeObjects,
  FakeSeeds,
  SEED_ID,
  seedData,
} from './stored-seed.fixture';

const ORIGINAL = storageKeys.seedOriginal('ada', SEED_ID);
const ROWS = storageKeys.seedRows('ada', SEED_ID);
const INDEX = storageKeys.seedIndex('ada', SEED_ID);
const PROFILE = storageKeys.seedProfile('ada', SEED_ID);

function setUp(seed: SeedData | undefined, content?: string) {
  const seeds = new FakeSeeds(seed);
  const objects = new FakeObjects();
  if (content !== undefined) objects.set(ORIGINAL, content);
  const logger = { info: jest.fn(), error: jest.fn() };
  const handler = createProfileHandler({ seeds, objects, bucket: 'b', logger });
  const uploaded = (
    key = ORIGINAL,
    bucket = 'b',
    remainingMs = 900_000,
  ): Promise<void> =>
    handler(
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: {
          bucket: { name: bucket },
          object: { key, size: 1, etag: '' },
        },
      },
      { getRemainingTimeInMillis: () => remainingMs },
    );
  return { seeds, objects, logger, handler, uploaded };
}

const lastEvent = (logger: { info: jest.Mock }): unknown =>
  logger.info.mock.lastCall?.[1];

describe(createProfileHandler.name, () => {
  it('makes an uploaded file ready', async () => {
    const { seeds, objects, uploaded, logger } = setUp(
      seedData(),
      '{"title": "Äpfel"}\n{"title": "Birnen"}',
    );
    await uploaded();
    expect(seeds.states).toEqual(['PROFILING', 'READY']);
    expect(seeds.seed).toMatchObject({ rows: 2, bytes: 39 });
    expect(seeds.seed?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const profile = JSON.parse(objects.text(PROFILE) ?? '') as SeedProfile;
    expect(profile.fields['title']?.present).toBe(2);
    const rows = await openSeedRows({
      objects: {
        ...objects,
        get: async (key) => ({
          body: objects.contents.get(key) ?? Buffer.alloc(0),
        }),
      },
      rowsKey: ROWS,
      indexKey: INDEX,
      rows: 2,
    });
    expect(await rows.row(1)).toEqual({ title: 'Birnen' });
    expect(lastEvent(logger)).toBe('seed.profile.ready');
  });

  it('says what is wrong with a bad file, and keeps nothing of it', async () => {
    const { seeds, objects, uploaded } = setUp(seedData(), '{"a":1}\nnope');
    await uploaded();
    expect(seeds.seed).toMatchObject({
      state: 'INVALID',
      error: expect.stringMatching(/^poems\.jsonl, line 2: .*not valid JSON/),
    });
    expect([...objects.contents.keys()]).toEqual([ORIGINAL]);
  });

  it('shortens an error that quotes the file', async () => {
    const name = 'x'.repeat(500_000);
    const { seeds, uploaded } = setUp(
      seedData({ format: 'csv' }),
      `${name},${name}\n1,2`,
    );
    await uploaded();
    expect(seeds.seed?.error).toHaveLength(2_000);
  });

  it('takes a better file after a bad one', async () => {
    const { seeds, objects, uploaded } = setUp(seedData(), 'nope');
    await uploaded();
    objects.set(ORIGINAL, '{"a":1}');
    await uploaded();
    expect(seeds.states).toEqual([
      'PROFILING',
      'INVALID',
      'PROFILING',
      'READY',
    ]);
    expect(seeds.seed?.error).toBeUndefined();
  });

  it('leaves a ready file alone when the event or the upload comes again', async () => {
    const { seeds, objects, uploaded, logger } = setUp(seedData(), '{"a":1}');
    await uploaded();
    const before = seeds.seed;
    objects.set(ORIGINAL, '{"a":2}');
    await uploaded();
    expect(seeds.seed).toEqual(before);
    expect(objects.text(ROWS)).toBe('{"a":1}\n');
    expect(lastEvent(logger)).toBe('seed.profile.ignored');
  });

  it('starts again where an earlier run died', async () => {
    const { seeds, uploaded } = setUp(seedData({ state: 'PROFILING' }), '{}');
    await uploaded();
    expect(seeds.seed?.state).toBe('READY');
  });

  it.each([
    ['of nobody', undefined],
    ['of another user', seedData({ userId: 'bob' })],
  ])('removes a file %s: the form outlives a deletion', async (_name, seed) => {
    const { seeds, objects, uploaded } = setUp(seed, '{}');
    await uploaded(ORIGINAL, 'b');
    expect(seeds.states).toEqual([]);
    expect([...objects.contents.keys()]).toEqual([]);
  });

  it.each([
    ['of another bucket', seedData(), ORIGINAL, 'other'],
    ['of its own making', seedData(), ROWS, 'b'],
  ])('ignores a file %s', async (_name, seed, key, bucket) => {
    const { seeds, objects, uploaded } = setUp(seed, '{}');
    await uploaded(key, bucket);
    expect(seeds.states).toEqual([]);
    expect([...objects.contents.keys()]).toEqual([ORIGINAL]);
  });

  it('ignores what is no event at all', async () => {
    const { handler, logger } = setUp(seedData(), '{}');
    await handler('nope', { getRemainingTimeInMillis: () => 900_000 });
    expect(logger.error).toHaveBeenCalledWith({}, 'seed.profile.unknown_event');
  });

  it('leaves a content that was replaced while it was read to the newer event', async () => {
    const { seeds, objects, uploaded } = setUp(seedData(), '{"a":1}');
    const stream = objects.stream;
    objects.stream = async (key) => {
      objects.stream = stream;
      const old = await stream(key);
      objects.set(ORIGINAL, '{"a":2}');
      return old;
    };
    await uploaded();
    expect(seeds.seed?.state).toBe('PROFILING');
    expect(objects.text(ROWS)).toBeUndefined();
    await uploaded();
    expect(seeds.seed?.state).toBe('READY');
    expect(objects.text(ROWS)).toBe('{"a":2}\n');
  });

  it('gives way to another delivery that was faster', async () => {
    const { seeds, objects, uploaded, logger } = setUp(seedData(), '{"a":1}');
    const stream = objects.stream;
    objects.stream = async (key) => {
      objects.stream = stream;
      await uploaded();
      return stream(key);
    };
    await uploaded();
    expect(seeds.states).toEqual(['PROFILING', 'PROFILING', 'READY']);
    expect(lastEvent(logger)).toBe('seed.profile.ignored');
  });

  it('removes what it wrote for a seed that was deleted meanwhile', async () => {
    const { seeds, objects, uploaded, logger } = setUp(seedData(), '{"a":1}');
    const upload = objects.upload;
    objects.upload = async (...parameters) => {
      seeds.seed = undefined;
      return upload(...parameters);
    };
    await uploaded();
    expect(objects.contents.size).toBe(0);
    expect(lastEvent(logger)).toBe('seed.profile.deleted');
  });

  it('says that the upload is gone', async () => {
    const { seeds, uploaded } = setUp(seedData());
    await uploaded();
    expect(seeds.seed?.error).toBe(
      'poems.jsonl: the uploaded file is gone; upload it again.',
    );
  });

  it('after an unexpected error hangs nowhere and lets the retry mend it', async () => {
    const { seeds, objects, uploaded } = setUp(seedData(), '{"a":1}');
    const upload = objects.upload;
    objects.upload = () => Promise.reject(new Error('S3 is down'));
    await expect(uploaded()).rejects.toThrow('S3 is down');
    expect(seeds.seed).toMatchObject({
      state: 'INVALID',
      error: expect.stringContaining('a fault on our side'),
    });
    objects.upload = upload;
    await uploaded();
    expect(seeds.seed?.state).toBe('READY');
    expect(seeds.seed?.error).toBeUndefined();
  });

  it('stops in time, and says what to do', async () => {
    const { seeds, uploaded } = setUp(seedData(), '{"a":1}');
    await uploaded(ORIGINAL, 'b', 14_000);
    expect(seeds.seed).toMatchObject({
      state: 'INVALID',
      error: expect.stringContaining('split it and upload the parts'),
    });
  });
});
