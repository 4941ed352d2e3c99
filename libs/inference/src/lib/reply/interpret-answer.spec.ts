import { InvalidInput } from '@plot-palette/domain';
import { interpretAnswer } from './interpret-answer';
import { compileOutputSchema } from './output-schema';

const check = compileOutputSchema({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { n: { type: 'integer', minimum: 1 } },
  required: ['n'],
});
const reply = (text: string, stopReason = 'end_turn') => ({ text, stopReason });

describe(interpretAnswer.name, () => {
  it('accepts complete text as it is', () => {
    expect(interpretAnswer(reply(' yes\n'))).toEqual({
      kind: 'ACCEPTED',
      output: ' yes\n',
      isRepaired: false,
    });
    expect(interpretAnswer(reply('yes', 'stop_sequence')).kind).toBe(
      'ACCEPTED',
    );
  });

  it.each([
    ['max_tokens', /cut off/],
    ['content_filtered', /content filter/],
    ['guardrail_intervened', /guardrail/],
    ['model_context_window_exceeded', /context window/],
    ['tool_use', /tool_use/],
    ['unknown', /unknown/],
  ])(
    'never accepts an answer that stopped with %s, nor asks to correct it',
    (stopReason, reason) => {
      for (const text of ['{"n":1}', '{"n":1'])
        expect(interpretAnswer(reply(text, stopReason), check)).toEqual({
          kind: 'FAILED',
          reason: expect.stringMatching(reason),
          faults: [],
        });
    },
  );

  it.each(['', '  \n'])('never accepts an empty answer', (text) => {
    expect(interpretAnswer(reply(text)).kind).toBe('FAILED');
  });

  it('parses JSON, and says when it had to be repaired', () => {
    expect(interpretAnswer(reply(' {"n":1}\n'), check)).toEqual({
      kind: 'ACCEPTED',
      output: { n: 1 },
      isRepaired: false,
    });
    expect(
      interpretAnswer(reply("Sure:\n```json\n{'n':2,}\n```"), check),
    ).toEqual({ kind: 'ACCEPTED', output: { n: 2 }, isRepaired: true });
  });

  it('takes the one of several values that satisfies the schema', () => {
    const output = (text: string) => interpretAnswer(reply(text), check);
    expect(output('As [1] says: {"n":3} {"n":3}')).toEqual({
      kind: 'ACCEPTED',
      output: { n: 3 },
      isRepaired: true,
    });
    for (const text of ['Not {"n":3} but {"n":4}', '[1] and [2]'])
      expect(output(text)).toMatchObject({
        kind: 'FAILED',
        reason: expect.stringMatching(/several/),
        faults: [expect.any(String)],
      });
  });

  it.each([
    ['Here: {"n":', /not JSON/],
    ['{"n":0}', /\/n must be >= 1/],
    ['{"n":"1"}', /\/n must be integer/],
    ['{}', /must have required property 'n'/],
    [`{"n":1,"x":${'['.repeat(200)}${']'.repeat(200)}}`, /100 levels/],
    [`{"n":1,"x":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, /100 levels/],
  ])('says why %.20s fails', (text, reason) => {
    expect(interpretAnswer(reply(text), check)).toEqual({
      kind: 'FAILED',
      reason: expect.stringMatching(reason),
      faults: [expect.any(String)],
    });
  });

  it('names ten faults, and one of a large answer', () => {
    const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
    const strict = compileOutputSchema({ type: 'object', required: names });
    const faults = (value: object) => {
      const answer = interpretAnswer(reply(JSON.stringify(value)), strict);
      return answer.kind === 'FAILED' ? answer.faults.length : 0;
    };
    expect(faults({})).toBe(10);
    expect(faults({ text: 'x'.repeat(70_000) })).toBe(1);
  });
});

describe(compileOutputSchema.name, () => {
  it.each([
    ['an unknown type', { type: 'strin' }],
    ['a remote reference', { $ref: 'https://example.com/schema.json' }],
    ['an asynchronous schema', { $async: true, type: 'object' }],
    [
      'a huge one',
      { enum: Array.from({ length: 20_000 }, (_, i) => `value ${i}`) },
    ],
  ])('refuses %s', (_what, schema) => {
    expect(() => compileOutputSchema(schema)).toThrow(InvalidInput);
  });
});
