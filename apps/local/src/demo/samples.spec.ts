import { join } from 'node:path';
import { readSamples } from './samples';

describe(readSamples.name, () => {
  it('reads every sample that is shipped: valid templates, seed files of three formats', async () => {
    const samples = await readSamples(join(__dirname, '..', '..', 'samples'));
    expect(
      samples.map(({ name, seedFileName, template }) => [
        name,
        seedFileName,
        template.steps.length,
      ]),
    ).toEqual([
      ['questions-and-answers', 'questions-and-answers.jsonl', 2],
      ['recipe-cards', 'recipe-cards.json', 1],
      ['support-tickets', 'support-tickets.csv', 2],
    ]);
  });
});
