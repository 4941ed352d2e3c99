import type { JobInput, TemplateInput } from '@plot-palette/domain';

export const ROWS = 40;

/** CSV with quotes, newlines and text beyond ASCII. */
export function customersCsv(rows = ROWS): string {
  const line = (row: number): string =>
    `"Jóhanna ""Jó"" ${row}","Kettle №${row}, red","It leaks.\nEvery\tday — 漏れる ${row}"`;
  return [
    'customer,product,issue',
    ...Array.from({ length: rows }, (_, row) => line(row)),
  ].join('\n');
}

/** Two steps, the second of which uses what the first answered. */
export const ticketTemplate: TemplateInput = {
  name: 'Support ticket',
  steps: [
    {
      id: 'ticket',
      // Takes a JSON Schema natively, which the simulator obeys.
      model: 'claude-haiku',
      prompt:
        'Customer {{ customer }} has a {{ product }}. Problem: {{ issue }}\nWrite the ticket.',
      maxTokens: 160,
      outputSchema: {
        type: 'object',
        properties: {
          subject: { type: 'string', maxLength: 60 },
          urgency: { enum: ['low', 'medium', 'high'] },
        },
        required: ['subject', 'urgency'],
        additionalProperties: false,
      },
    },
    {
      id: 'reply',
      model: 'llama-3.1-8b',
      prompt:
        'Answer the {{ steps.ticket.output.urgency }} ticket "{{ steps.ticket.output.subject }}".',
      maxTokens: 100,
    },
  ],
};

export function jobOver(
  templateId: string,
  seedId: string,
  overrides: Partial<JobInput> = {},
): JobInput {
  return {
    templateId,
    seedId,
    records: 100,
    budgetUsd: 5,
    formats: ['JSONL'],
    maxConcurrency: 16,
    jobSeed: 42,
    ...overrides,
  };
}

export function jsonLines(file: Buffer): Record<string, unknown>[] {
  return file
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The indexes of a dataset's rows; sorted, so that a gap or a double is easy to see. */
export function recordIndexes(
  rows: readonly Record<string, unknown>[],
): number[] {
  return rows.map((row) => Number(row['record_index'])).sort((a, b) => a - b);
}

export function upTo(records: number): number[] {
  return Array.from({ length: records }, (_, index) => index);
}
