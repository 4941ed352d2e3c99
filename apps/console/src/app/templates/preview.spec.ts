import { previewSteps } from './preview';
import { draftOf } from './template-draft';
import { template } from './template.fixture';

function steps(...prompts: string[]) {
  const [first] = draftOf(template()).steps;
  if (first === undefined) throw new Error('the fixture has steps');
  return prompts.map((prompt, index) => ({
    ...first,
    id: `s${index + 1}`,
    prompt,
    outputSchema: '',
  }));
}

describe(previewSteps, () => {
  it('renders each step, and an answer of an earlier one as where it would stand', () => {
    const { prompts, issues, requiredPaths } = previewSteps(
      steps('Hello {{ name }}', 'About: {{ steps.s1.output }}'),
      { name: 'Ada' },
      new Map(),
    );
    expect(issues).toEqual([]);
    expect(requiredPaths).toEqual(['name']);
    expect(prompts.map(({ prompt }) => prompt)).toEqual([
      'Hello Ada',
      'About: <output of s1>',
    ]);
  });

  it('knows the shape of an answer that has a schema', () => {
    const [first, second] = steps('x', '{{ steps.s1.output.title }}');
    if (!first || !second) throw new Error('two steps');
    first.outputSchema = '{"properties": {"title": {"type": "string"}}}';
    const { prompts } = previewSteps([first, second], {}, new Map());
    expect(prompts[1]?.prompt).toBe('<output of s1.title>');
  });

  it('says where a syntax error is and still renders the other steps', () => {
    const { prompts, issues } = previewSteps(
      steps('line one\n{{ name', 'fine'),
      {},
      new Map(),
    );
    expect(issues[0]).toMatchObject({
      stepId: 's1',
      line: 2,
      severity: 'error',
    });
    expect(prompts).toEqual(
      [{ stepId: 's2', prompt: 'fine', system: undefined }].map(
        ({ stepId, prompt }) => ({ stepId, prompt }),
      ),
    );
  });

  it('makes up a row when none is given', () => {
    const { prompts } = previewSteps(
      steps('{{ author.name }}'),
      undefined,
      new Map(),
    );
    expect(prompts[0]?.prompt).toBe('name');
  });

  it('includes fragments by name', () => {
    const { prompts, issues } = previewSteps(
      steps("{% include 'greeting' %}!"),
      { name: 'Ada' },
      new Map([['greeting', 'Hi {{ name }}']]),
    );
    expect(issues).toEqual([]);
    expect(prompts[0]?.prompt).toBe('Hi Ada!');
  });
});
