import {
  columnIssues,
  columnSchema,
  columnValue,
  datasetColumnsSchema,
  orderedColumns,
} from './dataset-columns';

const steps = [
  { id: 'ask' },
  {
    id: 'ticket',
    outputSchema: {
      type: 'object',
      properties: {
        urgency: { type: 'integer' },
        by: { type: 'object', properties: { name: { type: 'string' } } },
        any: { type: 'object' },
      },
    },
  },
];

describe('datasetColumnsSchema', () => {
  it.each([
    ['a path that leads elsewhere', { a: 'seed.name' }],
    ['a path without an output', { a: 'steps.ask' }],
    ['a path with a gap', { a: 'steps.ask.output..x' }],
    ['a path that ends in a dot', { a: 'steps.ask.output.' }],
    ['a name that is no identifier', { '=a': 'steps.ask.output' }],
    ['an empty name', { '': 'steps.ask.output' }],
    ['a name that every dataset has', { Seed: 'steps.ask.output' }],
    [
      'names that differ by case',
      { a: 'steps.ask.output', A: 'steps.ask.output' },
    ],
    [
      'too many',
      Object.fromEntries(
        Array.from({ length: 101 }, (_, i) => [`c${i}`, 'steps.ask.output']),
      ),
    ],
  ])('refuses %s', (_what, columns) => {
    expect(datasetColumnsSchema.safeParse(columns).success).toBe(false);
  });

  it('takes outputs and their fields', () => {
    const columns = { q: 'steps.ask.output', n: 'steps.ticket.output.by.name' };
    expect(datasetColumnsSchema.parse(columns)).toEqual(columns);
  });
});

describe(columnIssues.name, () => {
  const messages = (path: string) =>
    columnIssues({ c: path }, steps).map(({ message }) => message);

  it.each([
    'steps.ask.output',
    'steps.ticket.output',
    'steps.ticket.output.urgency',
    'steps.ticket.output.by.name',
    'steps.ticket.output.any.thing',
  ])('takes %s', (path) => expect(messages(path)).toEqual([]));

  it.each([
    ['steps.answer.output', /no step answer/],
    ['steps.ask.output.text', /no output schema/],
    ['steps.ticket.output.Urgency', /no field Urgency.*urgency, by, any/],
    ['steps.ticket.output.by.age', /no field age.*has name/],
    ['steps.ticket.output.toString', /no field toString/],
  ])('refuses %s', (path, message) =>
    expect(messages(path)).toEqual([expect.stringMatching(message)]),
  );
});

describe(orderedColumns.name, () => {
  it('follows the steps, then the names', () => {
    const columns = orderedColumns(
      {
        z: 'steps.ask.output',
        b: 'steps.ticket.output.by.name',
        a: 'steps.ticket.output',
        lost: 'steps.gone.output',
      },
      steps,
    );
    expect(columns).toEqual([
      { name: 'z', stepId: 'ask', fields: [] },
      { name: 'a', stepId: 'ticket', fields: [] },
      { name: 'b', stepId: 'ticket', fields: ['by', 'name'] },
    ]);
  });
});

describe(columnValue.name, () => {
  const value = (fields: string[]) =>
    columnValue({ fields }, { by: { name: 'Ada' }, tags: ['x'], no: null });

  it('walks down objects only', () => {
    expect(value(['by', 'name'])).toBe('Ada');
    expect(value(['no'])).toBeNull();
    for (const fields of [['x'], ['tags', '0'], ['no', 'x'], ['toString']])
      expect(value(fields)).toBeUndefined();
    expect(columnValue({ fields: [] }, 'text')).toBe('text');
  });
});

describe(columnSchema.name, () => {
  it('is the schema at the end of the path', () => {
    const [, ticket] = steps;
    expect(
      columnSchema({ fields: ['by', 'name'] }, ticket?.outputSchema),
    ).toEqual({ type: 'string' });
    expect(
      columnSchema({ fields: ['any', 'x'] }, ticket?.outputSchema),
    ).toBeUndefined();
  });
});
