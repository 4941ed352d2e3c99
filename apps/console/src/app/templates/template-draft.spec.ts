import {
  draftOf,
  emptyDraft,
  inputOf,
  jsonObjectError,
  jsonObjectOf,
  newStep,
} from './template-draft';
import { template } from './template.fixture';

describe('a template draft', () => {
  it('comes back from the form as it went in, what the form does not show included', () => {
    const original = template({
      columns: { portrait: 'steps.portrait.output' },
    });
    const input = inputOf(draftOf(original));
    expect(input.steps).toEqual(original.steps);
    expect(input.name).toBe(original.name);
    expect(input.columns).toEqual(original.columns);
  });

  it('leaves out what is empty, so that a step without a model stays a fragment', () => {
    const draft = emptyDraft();
    const [step] = draft.steps;
    if (step)
      Object.assign(step, { engine: '', prompt: 'Hi', maxTokens: null });
    expect(inputOf(draft).steps).toEqual([{ id: 'step_1', prompt: 'Hi' }]);
  });

  it('gives a new step a name that is free', () => {
    const first = { ...newStep([]), id: 'step_2' };
    expect(newStep([first]).id).toBe('step_3');
  });
});

describe('JSON of a text field', () => {
  it.each([
    ['{"type": "object"}', { type: 'object' }],
    ['', undefined],
    ['[1]', undefined],
    ['{', undefined],
  ])('%j is read as %j', (text, value) =>
    expect(jsonObjectOf(text)).toEqual(value),
  );

  it('tells an array from a broken text', () => {
    expect(jsonObjectError('[1]')).toContain('must be a JSON object');
    expect(jsonObjectError('{"a":')).toMatch(/JSON/);
    expect(jsonObjectError('{"a": 1}')).toBeUndefined();
  });
});
