import { resourcesOfType, type Template } from './parse-template';
import { asList, isObject, type TemplateValue } from './template-value';

/** Rules whose target has not allowed them to call it: EventBridge drops such events without a word. */
export function findUnheardEvents(template: Template): string[] {
  const permissions = resourcesOfType(template, 'AWS::Lambda::Permission').map(
    ([, { Properties }]) =>
      allowance(Properties['SourceArn'], Properties['FunctionName']),
  );
  return resourcesOfType(template, 'AWS::Events::Rule').flatMap(
    ([rule, { Properties }]) =>
      asList(Properties['Targets'])
        .map((target) => (isObject(target) ? target['Arn'] : undefined))
        .filter((target) => {
          const wanted = allowance({ 'Fn::GetAtt': [rule, 'Arn'] }, target);
          return !permissions.includes(wanted);
        })
        .map(
          (target) => `${template.file} ${rule}: may not call ${named(target)}`,
        ),
  );
}

function allowance(
  source: TemplateValue | undefined,
  target: TemplateValue | undefined,
): string {
  return `${named(source)} > ${named(target)}`;
}

/** The resource that a `Ref` or `GetAtt` names. */
function named(value: TemplateValue | undefined): string {
  if (!isObject(value)) return 'nothing';
  const [name] = asList(value['Ref'] ?? value['Fn::GetAtt']);
  return String(name);
}
