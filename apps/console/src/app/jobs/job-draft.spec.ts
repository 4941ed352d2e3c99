import { jobInputOf, newJobDraft } from './job-draft';

const CHOSEN = {
  templateId: '5f0c7e2e-6f3f-4c25-9f52-3e0f5f1d0a11',
  seedId: '6a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0a12',
};

describe(jobInputOf, () => {
  it('leaves out what was left open, so that the API decides it', () => {
    const input = jobInputOf(newJobDraft(CHOSEN));
    expect(input).toMatchObject({ ...CHOSEN, records: 100, budgetUsd: 1 });
    expect(input).not.toHaveProperty('name');
    expect(input).not.toHaveProperty('templateVersion');
    expect(input).not.toHaveProperty('jobSeed');
    expect(input).not.toHaveProperty('partitionBy');
  });

  it('sends a job seed of 0 and a pinned version', () => {
    const draft = newJobDraft({ ...CHOSEN, jobSeed: 0, templateVersion: 2 });
    expect(jobInputOf(draft)).toMatchObject({ jobSeed: 0, templateVersion: 2 });
  });

  it.each([
    [{ partitionBy: 'timestamp', categoryPath: 'seed.genre' }, undefined],
    [{ partitionBy: 'category', categoryPath: '  ' }, undefined],
    [{ partitionBy: 'category', categoryPath: ' seed.genre ' }, 'seed.genre'],
  ] as const)('sends of %j the path that is used', (chosen, categoryPath) => {
    const input = jobInputOf(newJobDraft({ ...CHOSEN, ...chosen }));
    expect(input?.partitionBy).toBe(chosen.partitionBy);
    expect(input?.categoryPath).toBe(categoryPath);
  });

  it.each([{ records: null }, { templateId: '' }, { formats: [] }])(
    'is nothing yet with %j',
    (gap) =>
      expect(jobInputOf(newJobDraft({ ...CHOSEN, ...gap }))).toBeUndefined(),
  );
});
