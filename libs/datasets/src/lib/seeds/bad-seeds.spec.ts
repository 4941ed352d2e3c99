import { InvalidInput, type SeedFormat } from '@plot-palette/domain';
import { normalise } from './seed-file.fixture';
import { MAX_ROW_BYTES } from './seed-limits';

const utf16 = (text: string, mark: number[]): Buffer =>
  Buffer.concat([Buffer.from(mark), Buffer.from(text, 'utf16le')]);
const deep = (levels: number): string =>
  `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const wide = (keys: number): string =>
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: keys }, (_, key) => [`k${key}`, 0]),
    ),
  );
const long = 'x'.repeat(MAX_ROW_BYTES);

type Case = [
  name: string,
  format: SeedFormat,
  content: string | Buffer,
  message: RegExp,
];

const CASES: Case[] = [
  ['an empty JSON file', 'json', '', /^poems\.json: the file has no rows/],
  ['an empty array', 'json', ' [ ] ', /the file has no rows/],
  ['an empty wrapped array', 'json', '{"rows": []}', /the file has no rows/],
  ['only blank lines', 'jsonl', '\n\r\n  \n', /the file has no rows/],
  ['a CSV header alone', 'csv', 'a,b\n', /The first line is the header/],
  ['a byte order mark alone', 'csv', '\uFEFF', /the file has no rows/],
  ['UTF-16', 'csv', utf16('a,b', [0xff, 0xfe]), /UTF-16.*save it as UTF-8/],
  ['UTF-16 without a mark', 'csv', utf16('a,b', []), /NUL.*UTF-16/],
  ['UTF-32', 'json', Buffer.from([0xff, 0xfe, 0, 0, 91, 0, 0, 0]), /UTF-32/],
  ['gzip', 'jsonl', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip; unpack it/],
  ['Excel', 'csv', Buffer.from('PK\u0003\u0004…'), /Excel.*save the sheet/],
  ['Parquet', 'jsonl', Buffer.from('PAR1…'), /Parquet; convert it/],
  [
    'Latin-1',
    'csv',
    Buffer.from('name\nAda\nJ\u00fcrgen\n', 'latin1'),
    /^poems\.csv, line 3: byte 11 of the file is not UTF-8/,
  ],
  [
    'a character cut off at the end',
    'jsonl',
    Buffer.from([0x7b, 0x7d, 0x0a, 0xc3]),
    /line 2: byte 4 of the file/,
  ],
  ['a scalar', 'json', '42', /begins with neither \[ nor \{/],
  ['an object of values', 'json', '{"a": 1}', /the first property is no array/],
  ['an object of objects', 'json', '{"a": {"b": []}}', /is no array/],
  ['two arrays', 'json', '{"a": [{}], "b": []}', /has other properties too/],
  [
    'JSON lines called JSON',
    'json',
    '{"a":1}\n{"a":2}',
    /upload it as \.jsonl/,
  ],
  ['two arrays one after another', 'json', '[{}] [{}]', /after the end/],
  [
    'a number as a row',
    'json',
    '[{}, 7]',
    /^poems\.json, row 2: .* not an obj/,
  ],
  ['an array as a row', 'json', '[[1]]', /row 1: .* not an object/],
  ['null as a row', 'jsonl', '{}\nnull', /line 2: the row is null/],
  ['an array as a line', 'jsonl', '[{}]', /line 1: the row is an array/],
  ['a text as a line', 'jsonl', '"a"', /the row is a string/],
  [
    'a trailing comma',
    'json',
    '[{},]',
    /row 2: there is a comma without a row/,
  ],
  ['a missing comma', 'json', '[{} {}]', /after row 1 there must be a comma/],
  ['a cut-off array', 'json', '[{"a":1},{"a"', /in or after row 2.*cut off/],
  ['a cut-off wrapper', 'json', '{"rows": [{}]', /cut off/],
  ['wrong JSON in a row', 'json', '[{"a": 1}, {"a": }]', /row 2: .*valid JSON/],
  ['brackets that do not match', 'json', '[{"a": [1}}]', /row 1: .*valid JSON/],
  ['single quotes', 'jsonl', "{'a': 1}", /line 1: .*valid JSON/],
  ['a cut-off line', 'jsonl', '{"a":1}\n{"a"', /line 2: .*valid JSON/],
  ['a JSON row too long', 'json', `[{},{"a":"${long}"}]`, /row 2: .*1048576/],
  ['a line too long', 'jsonl', `{}\n{"a":"${long}"}`, /line 2: .*1048576/],
  ['a CSV row too long', 'csv', `a\n1\n${long}xx`, /line 3.*1048576/],
  [
    'a quote that swallows the file',
    'csv',
    `a\n"open\n${'b\n'.repeat(MAX_ROW_BYTES)}`,
    /line 2: .*quote is opened and never closed/,
  ],
  [
    'a row too long with its names',
    'csv',
    `${'n'.repeat(MAX_ROW_BYTES - 10)}\n1234567890`,
    /row 1: .*with its field names/,
  ],
  ['nesting too deep', 'jsonl', deep(33), /line 1: .*deeper than 32 levels/],
  [
    'nesting that would overflow the stack',
    'json',
    `[{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}]`,
    /row 1: .*deeper than 32/,
  ],
  ['too many fields', 'jsonl', wide(10_001), /10001 fields, and 10000/],
  ['too many columns', 'csv', `${'a,'.repeat(10_000)}b\n`, /10001 columns/],
  ['a doubled name', 'csv', 'a,b, a\n1,2,3', /header: the name "a" stands/],
  ['a column without name', 'csv', 'a,,b\n1,2,3', /column 2 has no name/],
  [
    'a dotted name with a hole',
    'csv',
    'a..b\n1',
    /"a\.\.b", has an empty part/,
  ],
  ['a name too deep', 'csv', `${'a.'.repeat(32)}b\n1`, /column 1 is nested/],
  [
    'a value that is also an object',
    'csv',
    'a.b.c,a.b\n1,2',
    /"a\.b" cannot be a value and also hold "a\.b\.c"/,
  ],
  [
    'a row with too few fields',
    'csv',
    'a,b\n1,2\n\n3\n',
    /^poems\.csv, row 2 \(line 4\): the row has 1 field, and the header has 2/,
  ],
  ['a row with too many fields', 'csv', 'a,b\n1,2,3', /row 1 .*has 3 fields/],
  [
    'a row after a field of two lines',
    'csv',
    'a,b\r\n"1\r\n2",3\r\n4\r\n',
    /row 2 \(line 4\)/,
  ],
  ['a quote never closed', 'csv', 'a\n1\n"2\n3', /line 3: a quote is opened/],
  ['text after a quote', 'csv', 'a\n"1"2\n', /line 2: there is text after a/],
];

describe('A bad seed file', () => {
  it.each(CASES)('is refused: %s', async (_name, format, content, message) => {
    const refusal = normalise(format, content);
    await expect(refusal).rejects.toThrow(InvalidInput);
    await expect(refusal).rejects.toThrow(message);
  });

  it('is refused the same when it comes byte by byte', async () => {
    const small = CASES.filter(([, , content]) => content.length < 100);
    expect(small.length).toBeGreaterThan(30);
    for (const [, format, content, message] of small)
      await expect(normalise(format, content, 1)).rejects.toThrow(message);
  });

  it('gives its place and advice as an issue', async () => {
    await expect(normalise('csv', 'a,b\n1')).rejects.toMatchObject({
      issues: [
        {
          where: 'poems.csv, row 1 (line 2)',
          message: expect.stringContaining('Add or remove fields'),
        },
      ],
    });
  });
});
