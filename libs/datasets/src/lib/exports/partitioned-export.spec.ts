import {
  MAX_PARTITIONS,
  storageKeys,
  type ExportFile,
  type JsonObject,
} from '@plot-palette/domain';
import {
  ALL_FORMATS,
  JOB_ID,
  accepted,
  exported,
  jsonLines,
  type TestExport,
} from './dataset.fixture';
import { exportDataset } from './export-dataset';

const GENRES = ['poem', '../x', null, 'poem', '', '__other__', 'Größe'];
const byGenre = {
  partitioning: { by: 'category', category: 'all', path: 'seed.genre' },
  seedRow: async (row: number): Promise<JsonObject> => ({
    genre: GENRES[row] ?? null,
  }),
  accepted: GENRES.map((_, index) => accepted(index, { answer: 'a' })),
} as const;

function partitions({ files }: TestExport): Record<string, number> {
  return Object.fromEntries(
    files
      .filter(({ format }) => format === 'JSONL')
      .map(({ partition, rows }) => [partition ?? '', rows]),
  );
}

function indexes({ sink }: TestExport, { key }: ExportFile): unknown[] {
  return jsonLines(sink.bytes(key)).map((row) => row['record_index']);
}

describe(`${exportDataset.name} in partitions`, () => {
  it('gives every category a directory, however hostile its name', async () => {
    const result = await exported(byGenre);
    expect(partitions(result)).toEqual({
      'category/%2E.%2Fx': 1,
      'category/%5F_other__': 1,
      'category/Gr%C3%B6%C3%9Fe': 1,
      'category/__none__': 2,
      'category/poem': 2,
    });
    expect(result.counts).toMatchObject({ accepted: GENRES.length });
    expect(result.files).toHaveLength(5 * ALL_FORMATS.length);
    for (const { format, partition, key } of result.files)
      expect(key).toBe(storageKeys.export(JOB_ID, format, partition));
    const poems = result.files.find(({ key }) =>
      key.endsWith('/exports/partitioned/category/poem/records.jsonl'),
    );
    expect(poems && indexes(result, poems)).toEqual([0, 3]);
  });

  it('has the same columns in every partition', async () => {
    const { files, sink } = await exported({
      ...byGenre,
      seedRow: async (row) => ({
        genre: row === 0 ? 'a' : 'b',
        [`c${row}`]: 1,
      }),
    });
    const headers = files
      .filter(({ format }) => format === 'CSV')
      .map(({ key }) => sink.bytes(key).toString().split('\r\n')[0]);
    expect(headers).toHaveLength(2);
    expect(new Set(headers).size).toBe(1);
  });

  it('has the columns that the template names first in every partition', async () => {
    const { files, sink } = await exported({
      ...byGenre,
      columns: { said: 'steps.answer.output' },
    });
    for (const { format, key } of files) {
      const [line = ''] = sink.bytes(key).toString().split('\n');
      if (format === 'CSV')
        expect(line.startsWith('said,record_index,')).toBe(true);
      if (format === 'JSONL')
        expect(line.startsWith('{"said":"a","record_index":')).toBe(true);
    }
    const manifest = JSON.parse(
      sink.bytes(storageKeys.exportManifest(JOB_ID)).toString(),
    ) as { schema: unknown[] };
    expect(manifest.schema[0]).toEqual({ name: 'said', type: 'VARCHAR' });
  });

  it('has each row once, in the order of the records', async () => {
    const result = await exported(byGenre);
    const jsonl = result.files.filter(({ format }) => format === 'JSONL');
    const all = jsonl.map((file) => indexes(result, file) as number[]);
    for (const part of all)
      expect(part).toEqual([...part].sort((a, b) => a - b));
    expect(all.flat().sort((a, b) => a - b)).toEqual(
      GENRES.map((_, index) => index),
    );
  });

  it('says the rows of each partition in the manifest', async () => {
    const result = await exported(byGenre);
    const manifest = JSON.parse(
      result.sink.bytes(storageKeys.exportManifest(JOB_ID)).toString(),
    ) as { partitions: { partition: string; rows: number }[] };
    expect(
      Object.fromEntries(
        manifest.partitions.map(({ partition, rows }) => [partition, rows]),
      ),
    ).toEqual(partitions(result));
  });

  it('splits by the UTC day of creation', async () => {
    const times = [
      '2026-11-21T23:59:59.999Z',
      '2026-11-21T23:30:00.000-02:00',
      'no time',
    ];
    const result = await exported({
      partitioning: { by: 'timestamp' },
      formats: ['JSONL'],
      accepted: times.map((createdAt, index) =>
        accepted(index, { answer: 'a' }, { createdAt }),
      ),
    });
    expect(partitions(result)).toEqual({
      'timestamp/year=2026/month=11/day=21': 1,
      'timestamp/year=2026/month=11/day=22': 1,
      'timestamp/__none__': 1,
    });
  });

  it('reads a category from an answer, and from the template when there is no path', async () => {
    const records = [{ urgency: 'high' }, { urgency: 3 }, 'text'].map(
      (answer, index) => accepted(index, { answer }),
    );
    const by = { by: 'category', category: 'tickets' } as const;
    const path = 'steps.answer.output.urgency';
    const request = { formats: ['JSONL'], accepted: records } as const;
    expect(
      partitions(await exported({ ...request, partitioning: { ...by, path } })),
    ).toEqual({ 'category/3': 1, 'category/__none__': 1, 'category/high': 1 });
    expect(
      partitions(await exported({ ...request, partitioning: by })),
    ).toEqual({ 'category/tickets': 3 });
  });

  it('puts what comes after the first categories together', async () => {
    const count = MAX_PARTITIONS + 5;
    const result = await exported({
      ...byGenre,
      formats: ['JSONL'],
      seedRow: async (row) => ({ genre: `genre ${row}` }),
      accepted: [...Array(count).keys(), 0].map((row, index) =>
        accepted(index, { answer: 'a' }, { seedRow: row }),
      ),
    });
    expect(result.files).toHaveLength(MAX_PARTITIONS + 1);
    expect(partitions(result)).toMatchObject({
      'category/genre%200': 2,
      'category/__other__': 5,
    });
    expect(result.counts.accepted).toBe(count + 1);
  });
});
