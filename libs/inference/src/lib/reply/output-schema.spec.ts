import { InvalidInput } from '@plot-palette/domain';
import { compileOutputSchema } from './output-schema';

describe(compileOutputSchema.name, () => {
  it.each([
    ['pattern', { type: 'string', pattern: '^(a+)+$' }],
    [
      'patternProperties',
      { patternProperties: { '^(a+)+$': { type: 'string' } } },
    ],
  ])(
    'refuses %s: a hostile expression would hold the worker',
    (_keyword, schema) => {
      expect(() =>
        compileOutputSchema({ type: 'object', properties: { answer: schema } }),
      ).toThrow(InvalidInput);
    },
  );

  it('takes schemas without expressions', () => {
    const schema = {
      type: 'object',
      properties: { answer: { type: 'string', maxLength: 3 } },
    };
    const check = compileOutputSchema(schema);
    expect(check({ answer: 'yes' })).toEqual([]);
    expect(check({ answer: 'perhaps' })).not.toEqual([]);
  });
});
