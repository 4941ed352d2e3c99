import { z } from 'zod';
import { jobRequestSchema } from './job';
import { seedUploadRequestSchema } from './seed-data';
import { templateDefinitionSchema } from './template';
import { cutText, textSchema } from './text';

const HALF = '🦊'.slice(0, 1);

describe('textSchema', () => {
  it('takes whole characters and refuses halves of them', () => {
    expect(textSchema.parse('Þór 🦊')).toBe('Þór 🦊');
    for (const text of [HALF, `a${HALF}b`, '🦊'.slice(1)])
      expect(textSchema.safeParse(text).success).toBe(false);
  });

  it.each([
    [
      'template',
      templateDefinitionSchema,
      ['name', 'description', 'category', 'steps', 'steps', 'steps', 'steps'],
      {
        name: HALF,
        description: HALF,
        category: HALF,
        steps: [
          { id: 'a', model: HALF, system: HALF, prompt: HALF },
          { id: 'b', prompt: 'x', stopSequences: [HALF] },
        ],
      },
    ],
    [
      'seed file',
      seedUploadRequestSchema,
      ['name', 'fileName'],
      { name: HALF, fileName: HALF, bytes: 1 },
    ],
    [
      'job',
      z.object({ name: jobRequestSchema.shape.name }),
      ['name'],
      { name: HALF },
    ],
  ])('is every text of a %s', (_what, schema, members, value) => {
    const { error } = schema.safeParse(value);
    const issues = error?.issues ?? [];
    expect(issues.map(({ path }) => path[0])).toEqual(members);
    for (const { message } of issues) expect(message).toContain('surrogate');
  });
});

describe(cutText.name, () => {
  it.each([
    ['abc', 5, 'abc'],
    ['abc', 2, 'ab'],
    ['a🦊', 2, 'a'],
    ['a🦊', 3, 'a🦊'],
  ])('cuts %s after %i units at most: %s', (text, maxLength, cut) =>
    expect(cutText(text, maxLength)).toBe(cut),
  );
});
