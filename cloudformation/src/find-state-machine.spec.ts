import { findStateMachine } from './find-state-machine';
import { resourcesOfType } from './parse-template';
import { readStacks, readStateMachine } from './read-stacks';
import { isObject, type TemplateObject } from './template-value';

const ALL = [{ ErrorEquals: ['States.ALL'] }];
const INVOKE = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: '${WorkArn}' },
  Retry: ALL,
};
const WORK = {
  ...INVOKE,
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Finish' }],
  Next: 'Finish',
};

function findings(work: TemplateObject, substitutions = ['WorkArn']): string {
  const States = { Work: work, Finish: { ...INVOKE, End: true } };
  const definition = { StartAt: 'Work', States };
  return findStateMachine(definition, substitutions, 'Finish').join();
}

describe(findStateMachine.name, () => {
  it.each([
    ['compute.yaml', 'job-lifecycle', 'Finish'],
    ['pipeline.yaml', 'pipeline', 'LogFailure'],
  ])('finds nothing in the state machine of %s', (stack, name, lastState) => {
    const template = readStacks().get(stack);
    const [machine] = template
      ? resourcesOfType(template, 'AWS::StepFunctions::StateMachine')
      : [];
    const given = machine?.[1].Properties['DefinitionSubstitutions'];
    const names = isObject(given) ? Object.keys(given) : [];
    const definition = readStateMachine(name) as TemplateObject;
    expect(findStateMachine(definition, names, lastState)).toEqual([]);
  });

  it('finds nothing in a task that retries, catches and ends in Finish', () => {
    expect(findings(WORK)).toBe('');
  });

  it.each([
    ['a state that does not exist', { ...WORK, Next: 'Gone' }, 'Gone'],
    ['a type that does not exist', { ...WORK, Type: 'Tusk' }, 'Work'],
    ['a task that is never retried', { ...WORK, Retry: [] }, 'not retried'],
    [
      'a task that retries only its own errors',
      { ...WORK, Retry: [{ ErrorEquals: ['ModelThrottled'] }] },
      'not retried',
    ],
    ['a task that does not catch', { ...WORK, Catch: [] }, 'does not catch'],
    [
      'a task that catches only some errors',
      { ...WORK, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Finish' }] },
      'does not catch every error',
    ],
  ])('finds %s', (_, work, finding) => {
    expect(findings(work)).toContain(finding);
  });

  it('finds substitutions that are missing or unused', () => {
    expect(findings(WORK, ['OtherArn'])).toBe(
      'no stack substitutes WorkArn,nothing uses the substitution OtherArn',
    );
  });
});
