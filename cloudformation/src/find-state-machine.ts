import validate from 'asl-validator';
import { isObject, objectsIn, type TemplateObject } from './template-value';

/** What Lambda itself may fail with, however right the function is. */
const LAMBDA_FAULTS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
const END_STATE_TYPES = ['Succeed', 'Fail', 'Choice', 'Wait', 'Pass'];

/**
 * What is wrong with a definition: its language, substitutions that are missing or unused, and tasks whose failure
 * would end the execution without `lastState` having settled it.
 */
export function findStateMachine(
  definition: TemplateObject,
  substitutions: readonly string[],
  lastState: string,
): string[] {
  // The validator writes into what it validates.
  const { isValid, errorsText } = validate(structuredClone(definition));
  const named = new Set(
    [...JSON.stringify(definition).matchAll(/\$\{(\w+)\}/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [
    ...(isValid ? [] : [errorsText()]),
    ...[...named]
      .filter((name) => !substitutions.includes(name))
      .map((name) => `no stack substitutes ${name}`),
    ...substitutions
      .filter((name) => !named.has(name))
      .map((name) => `nothing uses the substitution ${name}`),
    ...statesIn(definition).flatMap(([name, state]) =>
      findState(name, state, lastState),
    ),
  ];
}

function statesIn(definition: TemplateObject): [string, TemplateObject][] {
  return objectsIn(definition)
    .flatMap(({ States }) => (isObject(States) ? Object.entries(States) : []))
    .flatMap(([name, state]) =>
      isObject(state) ? [[name, state] satisfies [string, TemplateObject]] : [],
    );
}

function findState(
  name: string,
  state: TemplateObject,
  lastState: string,
): string[] {
  const type = String(state['Type']);
  if (END_STATE_TYPES.includes(type)) return [];
  const handled = (field: string) =>
    objectsIn(state[field]).flatMap(({ ErrorEquals }) => [ErrorEquals].flat());
  const retried = handled('Retry');
  const isRetried =
    retried.includes('States.ALL') ||
    LAMBDA_FAULTS.every((fault) => retried.includes(fault));
  const isLambda = String(state['Resource']).endsWith(':lambda:invoke');
  return [
    ...(name === lastState || handled('Catch').includes('States.ALL')
      ? []
      : [`${name}: does not catch every error`]),
    ...(!isLambda || isRetried
      ? []
      : [`${name}: is not retried when Lambda fails`]),
  ];
}
