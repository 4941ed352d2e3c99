import { readStateMachine } from './read-stacks';
import { isObject, objectsIn, type TemplateObject } from './template-value';

const { States } = readStateMachine('pipeline') as TemplateObject;
const states = isObject(States) ? States : {};

describe('the pipeline', () => {
  it('goes through the stages that other systems know by these names', () => {
    const next = (name: string) => {
      const state = states[name];
      return isObject(state) ? String(state['Next']) : '';
    };
    const path = ['AnalyzeInput'];
    for (let stage = next('AnalyzeInput'); stage in states; stage = next(stage))
      path.push(stage);
    expect(path).toEqual([
      'AnalyzeInput',
      'CallExistingChatbot',
      'EnhanceResponse',
      'LogResults',
    ]);
  });

  it('gives a raw answer when only the enhancement fails, and logs every other failure', () => {
    const caught = Object.entries(states).flatMap(([name, state]) =>
      objectsIn(isObject(state) ? (state['Catch'] ?? null) : null).flatMap(
        ({ Next }) => (Next === undefined ? [] : [`${name} > ${String(Next)}`]),
      ),
    );
    expect(caught).toEqual([
      'AnalyzeInput > LogFailure',
      'CallExistingChatbot > LogFailure',
      'EnhanceResponse > LogResults',
      'LogResults > LogFailure',
      'LogFailure > ExecutionFailed',
    ]);
  });

  it('repeats no error that has no name for it: the model may have been paid', () => {
    const retried = objectsIn(states).flatMap(({ Retry }) =>
      objectsIn(Retry ?? null).flatMap(({ ErrorEquals }) =>
        [ErrorEquals].flat().map(String),
      ),
    );
    expect(new Set(retried)).toEqual(
      new Set([
        'ModelThrottled',
        'ModelUnavailable',
        'ServiceUnavailable',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ]),
    );
  });
});
