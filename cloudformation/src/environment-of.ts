import type { Resource } from './parse-template';
import { asList, isObject } from './template-value';

/** Names of the environment variables that a Lambda function or the first container of a task definition gets. */
export function environmentOf({ Type, Properties }: Resource): string[] {
  if (Type === 'AWS::ECS::TaskDefinition') {
    const [container] = asList(Properties['ContainerDefinitions']);
    if (!isObject(container)) return [];
    return asList(container['Environment']).map((entry) =>
      isObject(entry) ? String(entry['Name']) : '',
    );
  }
  const environment = Properties['Environment'];
  const variables = isObject(environment) ? environment['Variables'] : {};
  return isObject(variables) ? Object.keys(variables) : [];
}
