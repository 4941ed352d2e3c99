import type { Template } from './parse-template';
import { asList, objectsIn, type TemplateObject } from './template-value';

/** Actions for which AWS knows no resource, by its service authorization reference. */
export const ACTIONS_WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'ecr:GetAuthorizationToken': 'one token opens the whole registry',
  'ecs:ListTasks':
    'tasks of Fargate have no resource to list by; a condition names the cluster',
  'logs:CreateLogDelivery': 'log deliveries have no ARN of their own',
  'logs:DeleteLogDelivery': 'log deliveries have no ARN of their own',
  'logs:GetLogDelivery': 'log deliveries have no ARN of their own',
  'logs:ListLogDeliveries': 'lists the account',
  'logs:UpdateLogDelivery': 'log deliveries have no ARN of their own',
  'logs:DescribeLogGroups': 'Step Functions searches the account',
  'logs:DescribeResourcePolicies': 'resource policies belong to the account',
  'logs:PutResourcePolicy': 'resource policies belong to the account',
};

/** Policies that allow more than they name, and roles that two stacks of one account could not both create. */
export function findLoosePolicies(template: Template): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type.startsWith('AWS::IAM::'))
    .flatMap(([name, { Properties }]) => {
      const where = `${template.file} ${name}`;
      const statements = objectsIn(Properties).filter(
        (object) => object['Effect'] === 'Allow' && 'Resource' in object,
      );
      return [
        ...(Properties['RoleName'] === undefined ? [] : [`${where}: named`]),
        ...(Properties['ManagedPolicyArns'] === undefined
          ? []
          : [`${where}: takes what a managed policy allows`]),
        ...statements.flatMap((statement) => findStatement(where, statement)),
      ];
    });
}

function findStatement(where: string, statement: TemplateObject): string[] {
  const actions = asList(statement['Action']).map(String);
  const isUnbounded = asList(statement['Resource']).includes('*');
  return [
    ...actions
      .filter((action) => action.includes('*'))
      .map((action) => `${where}: ${action} is not one action`),
    ...actions
      .filter((action) => isUnbounded && !(action in ACTIONS_WITHOUT_RESOURCE))
      .map((action) => `${where}: ${action} on every resource`),
    ...('Sid' in statement ? [] : [`${where}: a statement without Sid`]),
  ];
}
