import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import {
  storageKeys,
  type JsonObject,
  type JsonValue,
} from '@plot-palette/domain';
import {
  ALL_FORMATS,
  JOB_ID,
  MemorySink,
  ORIGIN,
  accepted,
  each,
  exported,
  inTempDirectory,
  jsonLines,
  rejected,
  sha256,
} from './dataset.fixture';
import { exportDataset } from './export-dataset';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    lines: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    rated: { type: ['number', 'null'] },
    by: { type: 'object', properties: { name: { type: 'string' } } },
  },
};
const STEPS = [{ id: 'question' }, { id: 'answer', outputSchema: SCHEMA }];
const SEEDS: JsonObject[] = [
  { author: { name: 'Jürgen' }, year: 1815 },
  { author: { name: '=1+1' }, year: 1900, tags: ['a', 'b'] },
];
const seedRow = async (row: number): Promise<JsonObject> => SEEDS[row] ?? {};
const ANSWER = {
  title: 'Ein "Titel",\r\n😀',
  lines: 3,
  tags: ['x'],
  rated: null,
  by: { name: 'A' },
};
const RECORDS = [
  accepted(0, { question: 'Wer?', answer: ANSWER }),
  accepted(
    1,
    {
      // The template's order counts, not the record's.
      answer: { ...ANSWER, lines: 4, rated: 2.5 },
      question: '=HYPERLINK("x")',
    },
    { attempts: 2 },
  ),
];

describe(exportDataset.name, () => {
  it('writes rows as the format says', async () => {
    const { sink } = await exported({
      accepted: RECORDS.slice(0, 1),
      steps: STEPS,
      seedRow,
    });
    expect(sink.bytes(storageKeys.export(JOB_ID, 'JSONL')).toString()).toBe(
      '{"record_index":0,"seed_row":0,"seed":{"author":{"name":"Jürgen"},"year":1815},"steps":{' +
        '"question":{"prompt":"Prompt of question","output":"Wer?","model":"llama-3.1-8b","input_tokens":20,"output_tokens":30,"cost_usd":0.00000152},' +
        '"answer":{"prompt":"Prompt of answer","output":{"title":"Ein \\"Titel\\",\\r\\n😀","lines":3,"tags":["x"],"rated":null,"by":{"name":"A"}},"model":"llama-3.1-8b","input_tokens":20,"output_tokens":30,"cost_usd":0.00000152}' +
        '},"attempts":1,"cost_usd":0.00000304}\n',
    );
  });

  it('flattens CSV', async () => {
    const { csv } = await exported({
      accepted: RECORDS,
      steps: STEPS,
      seedRow,
    });
    expect(Object.keys(csv[0] ?? {})).toEqual([
      'record_index',
      'seed_row',
      'seed.author.name',
      'seed.year',
      'seed.tags',
      'steps.question.prompt',
      'steps.question.output',
      'steps.question.model',
      'steps.question.input_tokens',
      'steps.question.output_tokens',
      'steps.question.cost_usd',
      'steps.answer.prompt',
      'steps.answer.output.title',
      'steps.answer.output.lines',
      'steps.answer.output.tags',
      'steps.answer.output.rated',
      'steps.answer.output.by',
      'steps.answer.model',
      'steps.answer.input_tokens',
      'steps.answer.output_tokens',
      'steps.answer.cost_usd',
      'attempts',
      'cost_usd',
    ]);
    expect(csv[0]).toMatchObject({
      record_index: '0',
      'seed.author.name': 'Jürgen',
      'seed.year': '1815',
      'seed.tags': '',
      'steps.answer.output.title': 'Ein "Titel",\r\n😀',
      'steps.answer.output.tags': '["x"]',
      'steps.answer.output.rated': '',
      'steps.answer.output.by': '{"name":"A"}',
      cost_usd: '0.00000304',
    });
    expect(csv[1]).toMatchObject({
      'seed.author.name': "'=1+1",
      'seed.tags': '["a","b"]',
      'steps.question.output': `'=HYPERLINK("x")`,
      'steps.answer.output.rated': '2.5',
      attempts: '2',
    });
  });

  it('has the columns that the template names before all others', async () => {
    const columns = {
      said: 'steps.question.output',
      title: 'steps.answer.output.title',
      by: 'steps.answer.output.by',
      made: 'steps.answer.output.by.name',
      absent: 'steps.answer.output.later',
      rated: 'steps.answer.output.rated',
    };
    const names = ['said', 'absent', 'by', 'made', 'rated', 'title'];
    const { jsonl, csv, parquet, parquetTypes } = await exported({
      accepted: RECORDS,
      steps: STEPS,
      columns,
      seedRow,
    });
    for (const row of [jsonl[0], csv[0], parquet[0]])
      expect(Object.keys(row ?? {}).slice(0, 7)).toEqual([
        ...names,
        'record_index',
      ]);
    expect(jsonl[1]).toMatchObject({
      said: '=HYPERLINK("x")',
      absent: null,
      by: { name: 'A' },
      made: 'A',
      rated: 2.5,
      title: ANSWER.title,
      steps: { question: { output: '=HYPERLINK("x")' } },
    });
    expect(csv[1]).toMatchObject({
      said: `'=HYPERLINK("x")`,
      absent: '',
      by: '{"name":"A"}',
      rated: '2.5',
    });
    expect(parquet[1]).toMatchObject({ by: { name: 'A' }, absent: null });
    expect(parquetTypes).toMatchObject({
      said: 'VARCHAR',
      by: 'STRUCT("name" VARCHAR)',
      made: 'VARCHAR',
      rated: 'DOUBLE',
    });
    const alone = await exported({
      accepted: RECORDS,
      steps: STEPS,
      columns,
      seedRow,
      formats: ['JSONL'],
    });
    expect(alone.jsonl).toEqual(jsonl);
  });

  it('types Parquet', async () => {
    const { parquet, parquetTypes } = await exported({
      accepted: RECORDS,
      steps: STEPS,
      seedRow: async (row) => ({
        year: row,
        name: 'Ada',
        at: row + 0.5,
        ok: true,
      }),
    });
    expect(parquetTypes).toEqual({
      record_index: 'BIGINT',
      seed_row: 'BIGINT',
      seed: 'STRUCT("year" BIGINT, "name" VARCHAR, "at" DOUBLE, "ok" BOOLEAN)',
      steps: expect.stringContaining(
        '"output" STRUCT("title" VARCHAR, "lines" BIGINT, "tags" VARCHAR[], "rated" DOUBLE, "by" STRUCT("name" VARCHAR))',
      ),
      attempts: 'BIGINT',
      cost_usd: 'DOUBLE',
    });
    expect(parquet[1]).toMatchObject({
      record_index: '1',
      seed: { year: '1', name: 'Ada', at: 1.5, ok: true },
      steps: {
        question: { output: '=HYPERLINK("x")', input_tokens: '20' },
        answer: {
          output: {
            title: ANSWER.title,
            lines: '4',
            tags: ['x'],
            rated: 2.5,
            by: { name: 'A' },
          },
        },
      },
      cost_usd: 0.00000304,
    });
  });

  it('keeps in Parquet whatever fits no type', async () => {
    const outputs = [
      { lines: 1e30, title: 7, tags: 'no list', extra: { a: [1] } },
      { lines: 2, title: 'b', by: null },
    ];
    const { parquet } = await exported({
      accepted: outputs.map((answer, index) => accepted(index, { answer })),
      steps: [{ id: 'answer', outputSchema: SCHEMA }],
      seedRow: async (row) => ({ Name: 1, name: 2, '': row, nested: { a: 1 } }),
    });
    expect(parquet[0]).toMatchObject({
      seed: '{"Name":1,"name":2,"":0,"nested":{"a":1}}',
      steps: {
        answer: {
          output: {
            lines: 1e30,
            title: '7',
            tags: '"no list"',
            extra: '{"a":[1]}',
          },
        },
      },
    });
    expect(parquet[1]).toMatchObject({
      steps: { answer: { output: { lines: 2, title: '"b"', tags: null } } },
    });
  });

  it('takes any answer and any seed row, in every format', async () => {
    const answer = fc.oneof(
      fc.dictionary(
        fc.constantFrom('title', 'lines', 'tags', 'rated', 'by', 'Title', 'x'),
        fc.jsonValue(),
      ),
      fc.jsonValue(),
    );
    const seed = fc.dictionary(
      fc.oneof(fc.constantFrom('a', 'A', '', '__proto__', 'b.c'), fc.string()),
      fc.oneof(fc.jsonValue({ maxDepth: 0 }), fc.jsonValue()),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(answer, seed), { minLength: 1, maxLength: 8 }),
        async (pairs) => {
          const { jsonl, csv, parquet } = await exported({
            accepted: pairs.map(([one], index) =>
              accepted(index, { answer: one as JsonValue }),
            ),
            steps: [{ id: 'answer', outputSchema: SCHEMA }],
            seedRow: async (row) => pairs[row]?.[1] as JsonObject,
          });
          const asWritten: unknown = JSON.parse(JSON.stringify(pairs));
          expect(
            jsonl.map((row) => [
              (row as { steps: { answer: { output: unknown } } }).steps.answer
                .output,
              row['seed'],
            ]),
          ).toEqual(asWritten);
          expect(csv).toHaveLength(pairs.length);
          expect(parquet).toHaveLength(pairs.length);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('keeps the order over the row groups of a large Parquet file', async () => {
    const { parquet } = await exported({
      formats: ['PARQUET'],
      accepted: Array.from({ length: 1_500 }, (_, index) =>
        accepted(index, { answer: `${index}${'x'.repeat(30_000)}` }),
      ),
    });
    expect(
      parquet.map((row) => Number((row as JsonObject)['record_index'])),
    ).toEqual(Array.from({ length: 1_500 }, (_, index) => index));
  });

  it('writes an empty dataset in every format', async () => {
    const {
      files,
      rejected: reject,
      csv,
      parquet,
      parquetTypes,
      counts,
      sink,
    } = await exported({ steps: STEPS, seedRow });
    expect(files.map(({ format, rows }) => [format, rows])).toEqual([
      ['JSONL', 0],
      ['CSV', 0],
      ['PARQUET', 0],
    ]);
    expect(counts).toEqual({ accepted: 0, rejected: 0, notAttempted: 0 });
    expect(reject).toMatchObject({ rows: 0, bytes: 0 });
    expect(csv).toEqual([]);
    expect(sink.bytes(storageKeys.export(JOB_ID, 'CSV')).toString()).toMatch(
      /^record_index,seed_row,seed,steps\.question\.prompt,.*cost_usd\r\n$/,
    );
    expect(parquet).toEqual([]);
    expect(Object.keys(parquetTypes)).toEqual([
      'record_index',
      'seed_row',
      'seed',
      'steps',
      'attempts',
      'cost_usd',
    ]);
  });

  it('has no seed where none is asked for', async () => {
    const { jsonl, csv, parquetTypes } = await exported({
      accepted: [accepted(0, { answer: 'a' })],
    });
    expect(Object.keys(jsonl[0] ?? {})).not.toContain('seed');
    expect(Object.keys(csv[0] ?? {})).not.toContain('seed');
    expect(Object.keys(parquetTypes)).not.toContain('seed');
  });

  it('says size and checksum of what it wrote, in a manifest too', async () => {
    const {
      files,
      rejected: reject,
      sink,
      counts,
    } = await exported({
      asked: 5,
      accepted: RECORDS,
      rejected: [rejected(5)],
      steps: [{ id: 'question' }],
      seedRow,
    });
    const manifest = JSON.parse(
      sink.bytes(storageKeys.exportManifest(JOB_ID)).toString(),
    ) as { card: (typeof files)[number] };
    for (const { key, bytes, sha256: sum } of [
      ...files,
      reject,
      manifest.card,
    ]) {
      expect(sink.bytes(key)).toHaveLength(bytes);
      expect(sha256(sink.bytes(key))).toBe(sum);
    }
    expect(files.map(({ format }) => format)).toEqual(ALL_FORMATS);
    expect(counts).toEqual({ accepted: 2, rejected: 1, notAttempted: 2 });
    expect(manifest).toEqual({
      schemaVersion: 1,
      jobId: JOB_ID,
      asked: 5,
      cost: {
        modelNanoUsd: 1_520_000,
        infrastructureNanoUsd: 20_000_000,
        models: {},
        resent: { records: 0, costNanoUsd: 0 },
      },
      counts,
      schema: [
        { name: 'record_index', type: 'BIGINT' },
        { name: 'seed_row', type: 'BIGINT' },
        { name: 'seed', type: 'JSON' },
        {
          name: 'steps',
          type: 'STRUCT("question" STRUCT("prompt" VARCHAR, "output" VARCHAR, "model" VARCHAR, "input_tokens" BIGINT, "output_tokens" BIGINT, "cost_usd" DOUBLE))',
        },
        { name: 'attempts', type: 'BIGINT' },
        { name: 'cost_usd', type: 'DOUBLE' },
      ],
      files,
      rejected: reject,
      card: {
        key: storageKeys.datasetCard(JOB_ID),
        bytes: expect.any(Number),
        sha256: expect.any(String),
      },
    });
  });

  it('writes the rejected records', async () => {
    const { sink } = await exported({ rejected: [rejected(1)], seedRow });
    expect(jsonLines(sink.bytes(storageKeys.rejectedExport(JOB_ID)))).toEqual([
      {
        record_index: 1,
        seed_row: 1,
        seed: SEEDS[1],
        step: 'answer',
        reason: 'no JSON',
        last_raw_output: 'Sure! "…"',
        attempts: 3,
        cost_usd: 0.00000456,
      },
    ]);
  });

  it('writes JSONL alone to the same bytes as with others, and one file a format', async () => {
    const request = { accepted: RECORDS, steps: STEPS, seedRow };
    const all = await exported(request);
    const alone = await exported({ ...request, formats: ['JSONL', 'JSONL'] });
    expect(alone.files).toEqual([all.files[0]]);
  });

  it.each([
    undefined,
    { by: 'category', category: '', path: 'seed.year' },
  ] as const)(
    'is the same twice, byte by byte in all but Parquet, partitioned by %j',
    async (partitioning) => {
      const request = {
        accepted: RECORDS,
        rejected: [rejected(7)],
        steps: STEPS,
        seedRow,
        ...(partitioning === undefined ? {} : { partitioning }),
      };
      jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
      const first = await exported(request);
      jest.setSystemTime(new Date('2027-03-04T05:06:07Z'));
      const second = await exported(request);
      jest.useRealTimers();
      expect(second.parquet).toEqual(first.parquet);
      expect([...second.sink.contents.keys()].sort()).toEqual(
        [...first.sink.contents.keys()].sort(),
      );
      // Its sizes and sums are in card and manifest, which are compared too: one library writes one file for the same rows.
      for (const [key, bytes] of first.sink.contents)
        expect([key, sha256(second.sink.bytes(key))]).toEqual([
          key,
          sha256(bytes),
        ]);
    },
  );

  it('keeps the order of the records when seed rows come late', async () => {
    const { jsonl, parquet } = await exported({
      accepted: Array.from({ length: 200 }, (_, index) =>
        accepted(index, { answer: 'a' }),
      ),
      seedRow: (row) =>
        new Promise((resolve) =>
          setTimeout(() => resolve({ row }), (row * 7) % 5),
        ),
    });
    const order = Array.from({ length: 200 }, (_, index) => index);
    expect(jsonl.map((row) => row['record_index'])).toEqual(order);
    expect(jsonl.map((row) => row['seed'])).toEqual(
      order.map((row) => ({ row })),
    );
    expect(
      parquet.map((row) =>
        Number((row as Record<string, string>)['record_index']),
      ),
    ).toEqual(order);
  });

  it('carries any text through every format', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'=+-@\t\r\n",;\'\\\0\u2028ü😀'),
        fc.string({ unit: 'binary' }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        async (texts) => {
          const { jsonl, csv, parquet } = await exported({
            accepted: texts.map((answer, index) => accepted(index, { answer })),
          });
          const outputs = (rows: readonly unknown[]): unknown[] =>
            (rows as { steps: { answer: { output: string } } }[]).map(
              (row) => row.steps.answer.output,
            );
          expect(outputs(jsonl)).toEqual(texts);
          expect(outputs(parquet)).toEqual(texts);
          expect(csv.map((row) => row['steps.answer.output'])).toEqual(
            // fast-csv drops NUL, which no CSV reader is sure to take.
            texts.map((one) =>
              (/^[=+\-@\t\r]/.test(one) ? `'${one}` : one).replaceAll('\0', ''),
            ),
          );
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('replaces halves of characters, which no reader takes', async () => {
    const { jsonl, csv, parquet } = await exported({
      accepted: [accepted(0, { answer: 'a\ud800b\\ud800' })],
      seedRow: async () => ({ '\udc00': ['\ud83d'], list: 1 }),
    });
    const expected = {
      seed: { '\ufffd': ['\ufffd'], list: 1 },
      steps: { answer: { output: 'a\ufffdb\\ud800' } },
    };
    expect(jsonl[0]).toMatchObject(expected);
    expect(parquet[0]).toMatchObject({
      ...expected,
      seed: '{"\ufffd":["\ufffd"],"list":1}',
    });
    expect(csv[0]).toMatchObject({
      'seed.\ufffd': '["\ufffd"]',
      'seed.list': '1',
    });
  });

  it.each(ALL_FORMATS)(
    'leaves nothing behind when %s cannot be uploaded',
    async (format) => {
      await inTempDirectory(async (tempDirectory) => {
        const sink = new MemorySink();
        const upload = sink.upload.bind(sink);
        sink.upload = async (key, content, type) => {
          if (key === storageKeys.export(JOB_ID, format))
            throw new Error('S3 is down');
          await upload(key, content, type);
        };
        const failing = exportDataset({
          jobId: JOB_ID,
          asked: 2,
          origin: ORIGIN,
          formats: ALL_FORMATS,
          steps: STEPS,
          records: () => each(RECORDS),
          sink,
          tempDirectory,
        });
        await expect(failing).rejects.toThrow('S3 is down');
        expect(await readdir(tempDirectory)).toEqual([]);
        expect(sink.contents.has(storageKeys.exportManifest(JOB_ID))).toBe(
          false,
        );
      });
    },
  );

  it('fails when a seed row cannot be read', async () => {
    const failing = exported({
      accepted: Array.from({ length: 100 }, (_, index) =>
        accepted(index, { answer: 'a' }),
      ),
      seedRow: async (row) => {
        if (row >= 50) throw new Error(`row ${row} is gone`);
        return {};
      },
    });
    await expect(failing).rejects.toThrow('row 50 is gone');
  });

  it('holds few records at a time', async () => {
    let read = 0;
    let mostAhead = 0;
    let written = 0;
    async function* many() {
      for (let index = 0; index < 20_000; index += 1) {
        read += 1;
        mostAhead = Math.max(mostAhead, read - written);
        yield accepted(index, { answer: 'x'.repeat(1_000) });
      }
    }
    await inTempDirectory(async (tempDirectory) => {
      const { files } = await exportDataset({
        jobId: JOB_ID,
        asked: 20_000,
        origin: ORIGIN,
        formats: ['JSONL'],
        steps: [{ id: 'answer' }],
        records: many,
        sink: {
          upload: async (_key, content) => {
            for await (const chunk of content)
              written += String(chunk).split('\n').length - 1;
          },
        },
        tempDirectory,
      });
      expect(files[0]?.rows).toBe(20_000);
      expect(files[0]?.bytes).toBeGreaterThan(20_000_000);
    });
    expect(mostAhead).toBeLessThan(1_500);
  });
});
