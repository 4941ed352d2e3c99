import fc from 'fast-check';
import { NotFound, type JsonObject } from '@plot-palette/domain';
import { openSeedRows, type SeedRows } from './open-seed-rows';
import { MemoryObjects, normalise } from './seed-file.fixture';

interface Opened {
  readonly rows: SeedRows;
  readonly objects: MemoryObjects;
}

async function open(jsonl: string, cacheBytes?: number): Promise<Opened> {
  const seed = await normalise('jsonl', jsonl);
  const objects = new MemoryObjects({ rows: seed.lines, index: seed.index });
  const rows = await openSeedRows({
    objects,
    rowsKey: 'rows',
    indexKey: 'index',
    rows: seed.rows,
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
  });
  return { rows, objects };
}

/** Large enough to be read in blocks. */
const manyRows = (count: number, characters = 1_000): string =>
  Array.from({ length: count }, (_, row) =>
    JSON.stringify({ row, text: 'é'.repeat(characters) }),
  ).join('\n');

describe(openSeedRows.name, () => {
  it('gives back every row as it was', async () => {
    const row = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 200 }),
        fc.constantFrom('json' as const, 'jsonl' as const),
        fc.integer({ min: 1, max: 500 }),
        async (rows, format, piece) => {
          const texts = rows.map((one) => JSON.stringify(one));
          const content =
            format === 'json' ? `[${texts.join(', ')}]` : texts.join('\n');
          const seed = await normalise(format, content, piece);
          const opened = await openSeedRows({
            objects: new MemoryObjects({ r: seed.lines, i: seed.index }),
            rowsKey: 'r',
            indexKey: 'i',
            rows: rows.length,
          });
          const read: JsonObject[] = [];
          for (let number = 0; number < rows.length; number += 1)
            read.push(await opened.row(number));
          expect(read.map((one) => JSON.stringify(one))).toEqual(texts);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads a small file by one request', async () => {
    const { rows, objects } = await open(manyRows(100));
    for (const number of [99, 0, 50])
      expect(await rows.row(number)).toMatchObject({ row: number });
    expect(objects.reads).toHaveLength(2);
  });

  it('reads a file that the cache holds by few requests', async () => {
    const { rows, objects } = await open(manyRows(20_000, 10));
    for (let number = 0; number < 20_000; number += 7)
      expect(await rows.row(number)).toMatchObject({ row: number });
    expect(objects.reads).toHaveLength(1 + 4);
  });

  it('reads a large file block by block, each once', async () => {
    const { rows, objects } = await open(manyRows(3_000), 6_000_000);
    const numbers = Array.from(
      { length: 3_000 },
      (_, at) => (at * 1_789) % 3_000,
    );
    const read = await Promise.all(numbers.map((number) => rows.row(number)));
    expect(read.map((row) => row['row'])).toEqual(numbers);
    const ranges = objects.reads.filter((one) => one.startsWith('rows['));
    expect(new Set(ranges).size).toBe(ranges.length);
    expect(ranges.length).toBeGreaterThan(40);
  });

  it('reads little more than the row when rows are large', async () => {
    const { rows, objects } = await open(manyRows(60, 50_000), 1_000_000);
    expect(await rows.row(30)).toMatchObject({ row: 30 });
    const [, from, to] =
      /\[(\d+),(\d+)\)/.exec(objects.reads.at(-1) ?? '') ?? [];
    expect(Number(to) - Number(from)).toBeLessThan(120_000);
  });

  it('forgets the blocks used longest ago', async () => {
    const { rows, objects } = await open(manyRows(3_000), 300_000);
    await rows.row(0);
    await rows.row(0);
    expect(objects.reads).toHaveLength(2);
    for (const number of [500, 1_000, 1_500, 2_000]) await rows.row(number);
    await rows.row(2_000);
    expect(objects.reads).toHaveLength(6);
    await rows.row(0);
    expect(objects.reads).toHaveLength(7);
  });

  it('asks again after a failed read', async () => {
    const { rows, objects } = await open(manyRows(3_000));
    const stream = jest.spyOn(objects, 'stream');
    stream.mockRejectedValueOnce(new Error('connection reset'));
    await expect(rows.row(2_999)).rejects.toThrow('connection reset');
    expect(await rows.row(2_999)).toMatchObject({ row: 2_999 });
  });

  it.each([-1, 2, 0.5, Number.NaN])('has no row %s', async (number) => {
    const { rows } = await open('{}\n{}');
    await expect(rows.row(number)).rejects.toThrow(RangeError);
  });

  it('gives no rows after it was closed', async () => {
    const { rows } = await open('{}');
    rows.close();
    await expect(rows.row(0)).rejects.toThrow('closed');
  });

  it('says that the file is gone', async () => {
    const objects = new MemoryObjects({});
    await expect(
      openSeedRows({ objects, rowsKey: 'r', indexKey: 'i', rows: 1 }),
    ).rejects.toThrow(NotFound);
  });

  it('says so before any row is asked for, also when only the index is left', async () => {
    const { lines, index } = await normalise('jsonl', '{}\n{}');
    const at = { rowsKey: 'r', indexKey: 'i', rows: 2 };
    const whole = new MemoryObjects({ r: lines, i: index });
    await expect(
      openSeedRows({ ...at, objects: whole }),
    ).resolves.toBeDefined();
    const objects = new MemoryObjects({ i: index });
    await expect(openSeedRows({ ...at, objects })).rejects.toThrow(
      'r is gone; the seed file was deleted.',
    );
  });

  it('refuses an index of another file, or of no file', async () => {
    const { lines, index } = await normalise('jsonl', '{}\n{}');
    const at = { rowsKey: 'r', indexKey: 'i', rows: 3 };
    const objects = new MemoryObjects({ r: lines, i: index });
    await expect(openSeedRows({ ...at, objects })).rejects.toThrow('2 rows');
    const broken = new MemoryObjects({ r: lines, i: index.subarray(0, -1) });
    await expect(openSeedRows({ ...at, objects: broken })).rejects.toThrow(
      'entries',
    );
    const other = new MemoryObjects({ r: lines, i: lines });
    await expect(openSeedRows({ ...at, objects: other })).rejects.toThrow(
      'not a row index',
    );
  });
});
