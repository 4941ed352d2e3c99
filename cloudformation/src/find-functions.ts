import { resourcesOfType, type Template } from './parse-template';
import { isObject, objectsIn } from './template-value';

const FUNCTION = 'AWS::Lambda::Function';
const RUNTIME = 'nodejs24.x';

/** Functions whose logs are lost or kept for ever, and those on another runtime than the product is tested on. */
export function findFunctions(template: Template): string[] {
  return resourcesOfType(template, FUNCTION).flatMap(([name, resource]) => {
    const where = `${template.file} ${name}`;
    const { Runtime, LoggingConfig } = resource.Properties;
    const group = isObject(LoggingConfig) ? LoggingConfig['LogGroup'] : '';
    const groupName = isObject(group) ? String(group['Ref']) : '';
    const { Type, Properties } = template.Resources[groupName] ?? {};
    if (Type !== 'AWS::Logs::LogGroup')
      return [`${where}: no log group of its own`];
    return [
      ...(Runtime === RUNTIME ? [] : [`${where}: runtime is not ${RUNTIME}`]),
      ...(Properties?.['RetentionInDays'] === undefined
        ? [`${where}: its logs are kept for ever`]
        : []),
      ...(mayWrite(template, groupName)
        ? []
        : [`${where}: no policy lets it write to ${groupName}`]),
    ];
  });
}

function mayWrite({ Resources }: Template, groupName: string): boolean {
  const policies = Object.values(Resources).filter(({ Type }) =>
    Type.startsWith('AWS::IAM::'),
  );
  return policies
    .flatMap(({ Properties }) => objectsIn(Properties))
    .filter(({ Action }) => String(Action).includes('logs:PutLogEvents'))
    .flatMap(({ Resource }) => objectsIn(Resource))
    .some((object) => String(object['Fn::GetAtt']) === `${groupName},Arn`);
}
