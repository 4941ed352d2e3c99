import fc from 'fast-check';
import { repairJson } from './repair-json';

/** Long enough that work of the square of it would not end in a test's time. */
const LONGEST = 65_536;

const values = (text: string): unknown[] =>
  repairJson(text).map((json) => JSON.parse(json) as unknown);

const MENDED: readonly (readonly [
  what: string,
  text: string,
  value: unknown,
])[] = [
  ['a code block', '```json\n{"a":1}\n```', { a: 1 }],
  ['a code block without a language', '```\n{"a":1}\n```', { a: 1 }],
  ['a code block in prose', 'Sure!\n```json\n{"a":1}\n```\nDone.', { a: 1 }],
  ['a code block that does not end', '```json\n{"a":1}', { a: 1 }],
  ['prose before', 'Here it is: {"a":1}', { a: 1 }],
  ['prose after', '{"a":1}\n\nI hope that helps!', { a: 1 }],
  ['prose with an apostrophe', 'Here\'s it: {"a":1} That\'s all', { a: 1 }],
  ['prose in braces', 'The {name} is: {"a":1}', { a: 1 }],
  ['prose in brackets', '[see below] {"a":1}', { a: 1 }],
  ['a placeholder', 'For {{ name }}: {"a":1}', { a: 1 }],
  ['a list in prose', 'These: ["a","b"].', ['a', 'b']],
  ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
  ['no-break spaces', '{\u00A0"a":\u00A01}', { a: 1 }],
  ['single quotes', "{'a':'b'}", { a: 'b' }],
  ['double quotes in single quotes', `{'a':'"b"'}`, { a: '"b"' }],
  ['an escaped apostrophe', "{'a':'it\\'s'}", { a: "it's" }],
  ['an escaped apostrophe in double quotes', '{"a":"it\\\'s"}', { a: "it's" }],
  ['an apostrophe in double quotes', `{"a":"it's",}`, { a: "it's" }],
  ['typographic quotes', '{“a”: “b”}', { a: 'b' }],
  ['typographic single quotes', '{‘a’: ‘b’}', { a: 'b' }],
  ['quotes of several kinds', `{'a':"b",“c”:'d'}`, { a: 'b', c: 'd' }],
  ['a trailing comma in an object', '{"a":1,}', { a: 1 }],
  ['a trailing comma in a list', '[1,2,]', [1, 2]],
  [
    'trailing commas at every level',
    '{"a":[1,],"b":{"c":2,},}',
    { a: [1], b: { c: 2 } },
  ],
  ['a line comment', '{"a":1 // one\n}', { a: 1 }],
  ['a block comment', '{/* the "a" */"a":/* is */1}', { a: 1 }],
  ['a hash comment', '{\n# first\n"a":1}', { a: 1 }],
  ['a comment after the last comma', '[1, // one\n]', [1]],
  ['comments in a row', '[ /* a */ /* b */ // c\n # d\n 1]', [1]],
  [
    'what looks like a comment in a text',
    "{'a':'http://x/*y*/#z'}",
    { a: 'http://x/*y*/#z' },
  ],
  ['Python’s True', '{"a":True}', { a: true }],
  ['Python’s False', '[False]', [false]],
  ['Python’s None', '{"a":None}', { a: null }],
  ['Python’s literals in a text', "['True']", ['True']],
  [
    'a Python dictionary',
    "{'a': True, 'b': [None, 1.5]}",
    { a: true, b: [null, 1.5] },
  ],
  ['names without quotes', '{a:1,b_2:{$c:2}}', { a: 1, b_2: { $c: 2 } }],
  ['a name that is a literal', '{true:1}', { true: 1 }],
  ['a raw line break', '{"a":"x\ny"}', { a: 'x\ny' }],
  ['a raw carriage return and tab', '{"a":"x\r\n\ty"}', { a: 'x\r\n\ty' }],
  ['another control character', '{"a":"x\u0001"}', { a: 'x\u0001' }],
  ['an escape of nothing', '{"a":"\\d+\\."}', { a: '\\d+\\.' }],
  ['TeX', '{"a":"\\(x\\)"}', { a: '\\(x\\)' }],
  ['escapes as they should be', "{'a':'\\u00e9\\n\\\\'}", { a: 'é\n\\' }],
  ['a plus sign', '[+1]', [1]],
  ['a number without its zero', '[.5,-.5]', [0.5, -0.5]],
  ['a number that ends in its point', '[1.,2.e3]', [1, 2000]],
  ['numbers as they should be', '[-0.5e-3,1E5,0,]', [-0.0005, 100000, 0]],
  ['a missing closing brace', '{"a":{"b":"c"}', { a: { b: 'c' } }],
  ['missing closing brackets', '{"a":[{"b":"c"', { a: [{ b: 'c' }] }],
  ['a missing brace before a fence', '```json\n{"a":[1\n```', { a: [1] }],
  ['a missing brace after a literal', '{"a":true', { a: true }],
  ['a missing brace after a number and a line break', '{"a":12\n', { a: 12 }],
  ['a text in single quotes', " 'yes' ", 'yes'],
  ['a literal', 'True', true],
  ['a number with a sign', '+7', 7],
  ['a literal in a code block', '```\nNone\n```', null],
  ['a text in a code block', '```json\n"a"\n```', 'a'],
  ['nothing to mend', ' {"a": [1, "x"]} ', { a: [1, 'x'] }],
  ['empty values', '[{}, [], "",]', [{}, [], '']],
  [
    'a name that objects have',
    '{"__proto__":1,}',
    JSON.parse('{"__proto__":1}'),
  ],
  ['emoji and halves of them', "['😀','\ud800']", ['😀', '\ud800']],
  [
    'a hundred levels',
    `${'['.repeat(100)}'x'${']'.repeat(100)}`,
    JSON.parse(`${'['.repeat(100)}"x"${']'.repeat(100)}`),
  ],
];

const BROKEN: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['prose', 'I cannot do that.'],
  ['prose with a number', 'The answer is 42.'],
  ['a text that was cut', '{"a":"hel'],
  ['a text that was cut in a later member', '{"a":1,"b":"hel'],
  ['a number that may have been cut', '{"a":12'],
  ['a name that was cut', '{"a":1,"b'],
  ['a value that is missing', '{"a":'],
  ['a member that is missing', '{"a":1,'],
  ['an object that has just begun', '{"a":[{'],
  ['a literal that was cut', '{"a":tru'],
  ['a comment that was cut', '{"a":1 /* on'],
  ['quotes in a text', '{"a":"he said "hi" to me"}'],
  ['an apostrophe in single quotes', "{'a':'it's'}"],
  ['a missing comma', '{"a":"x" "b":"y"}'],
  ['a missing comma in a list', '[1 2]'],
  ['a comma too many', '[1,,2]'],
  ['a comma alone', '{,}'],
  ['a comma at the beginning', '[,1]'],
  ['a missing colon', '{"a" 1}'],
  ['a thousands separator', '{"a":1,500}'],
  ['an ellipsis', '[1, ...]'],
  ['undefined', '{"a":undefined}'],
  ['NaN', '[NaN]'],
  ['Infinity', '[-Infinity]'],
  ['a leading zero', '[007]'],
  ['a hexadecimal number', '[0xff]'],
  ['a date', '[2026-01-01]'],
  ['a version', '[1.2.3]'],
  ['an expression', '[1+1]'],
  ['a call', '{"a":new Date()}'],
  ['a bracket of the other kind', '{"a":[1}}'],
  ['a missing inner bracket', '{"a":[1,2,"b":3}'],
  ['a part of a larger object', '"b":2,"c":{"a":1}}'],
  ['an object that goes on after its end', '{"a":1},"b":2}'],
  ['a good part of a broken list', '[[1 2],[3,4]]'],
  ['a good part of a broken object', '{"x":1 "y",[{"a":1}]}'],
  ['an escape of another language', '{"a":"\\x41"}'],
  ['an escape without its digits', '{"a":"\\u12"}'],
  ['a line that goes on', '{"a":"x\\\ny"}'],
  ['101 levels', `${'['.repeat(101)}'x'${']'.repeat(101)}`],
  ['more than a megabyte', `['${'x'.repeat(1_048_576)}']`],
];

describe(repairJson.name, () => {
  it.each(MENDED)('mends %s', (_what, text, value) => {
    expect(values(text)).toEqual([value]);
  });

  it.each(BROKEN)('does not guess at %s', (_what, text) => {
    expect(repairJson(text)).toEqual([]);
  });

  it('gives every value of a text', () => {
    expect(values("First {'a':1}, then [2] and\n{'b':3}")).toEqual([]);
    expect(values("First {'a':1} then [2] and\n{'b':3}")).toEqual([
      { a: 1 },
      [2],
      { b: 3 },
    ]);
    expect(repairJson('{} '.repeat(17))).toEqual([]);
  });

  it('never changes what JSON says', () => {
    fc.assert(
      fc.property(
        fc.json({ depthSize: 'medium' }),
        fc.constantFrom('', '\n', '  '),
        (json, blank) => {
          expect(values(`${blank}${json}${blank}`)).toEqual([JSON.parse(json)]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives back what a Python program would have printed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
        expect(values(python(value))).toEqual([
          JSON.parse(JSON.stringify(value)),
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text without throwing, and gives only JSON', () => {
    const pieces = fc.constantFrom(
      ...'{}[]:,"\'“”‘’\\/*#\n`.+-01eE',
      ...['"a"', 'true', 'None', '//', '/*', '*/', '```', '\\u', '1.5', 'x'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        for (const json of repairJson(any))
          expect(() => JSON.parse(json)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '{',
    '[',
    '{"a":',
    '[1,',
    '{a',
    '["',
    '"',
    "'",
    '/*',
    '//\n',
    '#\n',
    '[#\n',
    '[/**/',
    '[1.',
    '[1e',
    '{a:',
    '\\',
    '["\\',
    '["\\u',
    ' ',
    '\u00A0',
    '[ ',
    '```',
    '1',
    '-',
    '[]',
    '{} ',
    '[“',
    '{{',
    '}{',
    '[1]x',
    '.',
    '[x',
    '{"a" ',
  ])('reads a long text of %j with work that its length bounds', (piece) => {
    const work = (text: string): number => {
      const { exec } = RegExp.prototype;
      let steps = 0;
      const spy = jest
        .spyOn(RegExp.prototype, 'exec')
        .mockImplementation(function (this: RegExp, given) {
          const found = exec.call(this, given);
          steps += 1 + (found?.[0].length ?? 0);
          return found;
        });
      try {
        repairJson(text);
      } finally {
        spy.mockRestore();
      }
      return steps;
    };
    const text = piece.repeat(Math.floor(LONGEST / piece.length));
    expect(work(text)).toBeLessThan(12 * text.length);
  });
});

function python(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value))
    return `[${value.map((item) => `${python(item)}, `).join('')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value ?? {}).map(
    ([key, member]) => `${python(key)}: ${python(member)}`,
  );
  return `{${members.join(', ')}}`;
}
