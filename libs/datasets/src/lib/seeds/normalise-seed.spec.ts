import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { writeToString } from 'fast-csv';
import fc from 'fast-check';
import { MAX_SEED_ROWS, type JsonObject } from '@plot-palette/domain';
import { normaliseSeed } from './normalise-seed';
import { generatedJsonArray, inPieces, normalise } from './seed-file.fixture';

async function rowsOf(
  ...parameters: Parameters<typeof normalise>
): Promise<JsonObject[]> {
  const { lines } = await normalise(...parameters);
  return lines
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
}

describe(normaliseSeed.name, () => {
  it.each([
    ['json', '[{"a":1},{"a":2}]'],
    ['json', '\uFEFF \n{ "rows]\\" {": [ {"a" : 1} ,\r\n\t{"a":2} ] } \n'],
    ['jsonl', '{"a":1}\n{"a":2}'],
    ['jsonl', '\uFEFF\r\n{"a":1}\r\n  \r\n{"a":2}\r\n\r\n'],
  ] as const)('reads %s: %j', async (format, content) => {
    expect(await rowsOf(format, content)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await rowsOf(format, content, 1)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('keeps brackets, quotes and backslashes in strings', async () => {
    const rows = [{ 'a]"\\': '}],{"\\' }, { b: ['\\"', { c: '\u2028😀' }] }];
    expect(await rowsOf('json', JSON.stringify(rows, null, 2), 3)).toEqual(
      rows,
    );
  });

  it.each([
    ['comma', 'a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['semicolon', 'a;b\n1;2,5', [{ a: '1', b: '2,5' }]],
    ['tab', 'a\tb\n1\t2', [{ a: '1', b: '2' }]],
    [
      'delimiters in a quoted name',
      '"x;y;z",b\n1,2',
      [{ 'x;y;z': '1', b: '2' }],
    ],
    ['one column', 'a\n1\n2', [{ a: '1' }, { a: '2' }]],
    ['CRLF, blank lines', 'a,b\r\n\r\n1,2\r\n\r\n', [{ a: '1', b: '2' }]],
    [
      'CR alone',
      'a,b\r1,2\r3,4',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    [
      'empty fields',
      'a,b\n,\n"",x\n',
      [
        { a: '', b: '' },
        { a: '', b: 'x' },
      ],
    ],
    ['a quoted empty line', 'a\n""\n', [{ a: '' }]],
    [
      'quotes and line breaks',
      'a,b\n"1 ""x""\r\n2",3',
      [{ a: '1 "x"\r\n2', b: '3' }],
    ],
    ['a quote inside a field', 'a,b\n5" disk,3', [{ a: '5" disk', b: '3' }]],
    ['strings that look otherwise', 'a,b\n007,true', [{ a: '007', b: 'true' }]],
    ['spaces', ' a , b\n 1 ,2 ', [{ a: ' 1 ', b: '2 ' }]],
    ['a byte order mark', '\uFEFF"a",ö\n1,ß', [{ a: '1', ö: 'ß' }]],
    ['dots', 'a.b,c,a.d.e\n1,2,3', [{ a: { b: '1', d: { e: '3' } }, c: '2' }]],
  ])('reads CSV with %s', async (_name, content, rows) => {
    expect(await rowsOf('csv', content)).toEqual(rows);
    expect(await rowsOf('csv', content, 1)).toEqual(rows);
  });

  it('reads what fast-csv writes', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'a",;\n\r\t ü😀=') });
    const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 1,
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 9 }),
        async (rows, piece) => {
          const names = (rows[0] ?? []).map((_, column) => `c${column}`);
          const csv = await writeToString([names, ...rows]);
          const expected = rows.map((row) =>
            Object.fromEntries(
              row.map((value, column) => [`c${column}`, value]),
            ),
          );
          expect(await rowsOf('csv', csv, piece)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps the digits of numbers that a double cannot hold', async () => {
    const { lines } = await normalise(
      'jsonl',
      '{"id":9007199254740993,"n":[-9007199254740993,-1e400],"ok":[9007199254740992,-0,1e3,0.1234567890123456789],"s":"12345678901234567890"}',
    );
    expect(lines.toString()).toBe(
      '{"id":"9007199254740993","n":["-9007199254740993","-1e400"],"ok":[9007199254740992,0,1000,0.12345678901234568],"s":"12345678901234567890"}\n',
    );
  });

  it.each([
    ['json', '[{"__proto__":{"polluted":1},"constructor":2}]'],
    ['jsonl', '{"__proto__":{"polluted":1},"constructor":2}'],
  ] as const)('takes __proto__ for a name in %s', async (format, content) => {
    const { lines, profile } = await normalise(format, content);
    expect(lines.toString()).toBe(
      '{"__proto__":{"polluted":1},"constructor":2}\n',
    );
    expect(Object.keys(profile.fields)).toEqual([
      '__proto__',
      '__proto__.polluted',
      'constructor',
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes __proto__ for a name in CSV', async () => {
    const { lines } = await normalise('csv', '__proto__.polluted,b\n1,2');
    expect(lines.toString()).toBe('{"__proto__":{"polluted":"1"},"b":"2"}\n');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('measures the original', async () => {
    const content = '\uFEFFname\nJürgen\n';
    const { bytes, sha256, rows } = await normalise('csv', content, 2);
    expect(rows).toBe(1);
    expect(bytes).toBe(Buffer.byteLength(content));
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('refuses more rows than are allowed', async () => {
    const content = '{}\n'.repeat(MAX_SEED_ROWS + 1);
    await expect(normalise('jsonl', content)).rejects.toThrow(
      'poems.jsonl: the file has more than 1000000 rows; split it.',
    );
  });

  it('holds little of a large file at a time', async () => {
    let read = 0;
    let written = 0;
    let mostHeld = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of generatedJsonArray(20_000, 500)) {
        read += chunk.length;
        mostHeld = Math.max(mostHeld, read - written);
        yield chunk;
      }
    }
    const { rows, index } = await normaliseSeed(
      { fileName: 'big.json', format: 'json', content: counted() },
      async (lines) => {
        for await (const chunk of lines) written += (chunk as Buffer).length;
      },
    );
    expect(rows).toBe(20_000);
    expect(read).toBeGreaterThan(20_000_000);
    expect(mostHeld).toBeLessThan(2_000_000);
    expect(index.length).toBeLessThan(10_000);
  });

  it('stops reading when writing fails', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('{"a":1}\n'.repeat(1_000));
      } finally {
        closed = true;
      }
    }
    const failing = normaliseSeed(
      { fileName: 'a.jsonl', format: 'jsonl', content: endless() },
      async (lines) => {
        await lines.take(1).toArray();
        throw new Error('the disk is full');
      },
    );
    await expect(failing).rejects.toThrow('the disk is full');
    await setImmediate();
    expect(closed).toBe(true);
  });

  it('names the fault of the file even when the writer wraps it', async () => {
    const failing = normaliseSeed(
      { fileName: 'a.jsonl', format: 'jsonl', content: inPieces('{}\n{') },
      async (lines) => {
        try {
          await lines.toArray();
        } catch {
          throw new Error('upload aborted');
        }
      },
    );
    await expect(failing).rejects.toThrow('a.jsonl, line 2: ');
  });
});
