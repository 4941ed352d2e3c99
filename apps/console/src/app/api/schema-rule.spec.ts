import { jobRequestSchema, stepIdSchema } from '@plot-palette/domain';
import type { z } from 'zod';
import { issueText } from './schema-rule';

function firstText(schema: z.ZodType, value: unknown): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0];
  return issue && issueText(issue);
}

describe(issueText, () => {
  const { records, budgetUsd, formats, name } = jobRequestSchema.shape;

  it.each([
    [records, null, 'Required.'],
    [records, 0, 'At least 1.'],
    [records, 1_000_001, 'At most 1,000,000.'],
    [records, 1.5, 'A whole number.'],
    [budgetUsd, 0, 'More than 0.'],
    [formats, [], 'Choose at least one.'],
    [name, ' ', 'Required.'],
    [name, 'x'.repeat(201), 'At most 200 characters.'],
    [
      stepIdSchema,
      '1st',
      'Must be letters, digits and underscores, and start with a letter.',
    ],
  ])('%# says what to do', (schema, value, text) =>
    expect(firstText(schema, value)).toBe(text),
  );
});
