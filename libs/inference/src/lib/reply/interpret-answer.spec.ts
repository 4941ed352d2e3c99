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
  ])('never accepts an answer that stopped with %s', (stopReason, reason) => {
    expect(interpretAnswer(reply('{"n":1}', stopReason), check)).toEqual({
      kind: 'FAILED',
      reason: expect.stringMatching(reason),
    });
  });

  it.each(['', '  \n'])('never accepts an empty answer', (text) => {
    expect(interpretAnswer(reply(text)).kind).toBe('FAILED');
  });

  it('parses JSON, in a code block too', () => {
    expect(interpretAnswer(reply('{"n":1}'), check)).toEqual({
      kind: 'ACCEPTED',
      output: { n: 1 },
    });
    expect(interpretAnswer(reply('```json\n{"n":2}\n```'), check)).toEqual({
      kind: 'ACCEPTED',
      output: { n: 2 },
    });
  });

  it.each([
    ['Here: {"n":1', /not JSON/],
    ['{"n":0}', /\/n must be >= 1/],
    ['{}', /must have required property 'n'/],
  ])('says why %s fails', (text, reason) => {
    expect(interpretAnswer(reply(text), check)).toEqual({
      kind: 'FAILED',
      reason: expect.stringMatching(reason),
    });
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
