import type { Resource, Template } from './parse-template';
import { asList, isObject, type TemplateValue } from './template-value';

/** IAM's quotas, in characters without white space: all inline policies of one role together, and one managed policy. */
export const LARGEST_INLINE = 10_240;
export const LARGEST_MANAGED = 6_144;

/** As long as CloudFormation makes them: stack, nested stack, logical name and random letters; and an ARN of that. */
const NAME = 'n'.repeat(64);
const ARN = 'a'.repeat(130);
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'ap-southeast-2',
  'AWS::AccountId': '123456789012',
};

/** Roles of the stacks that get more policies than IAM takes, and managed policies that are too long. */
export function findLargePolicies(templates: readonly Template[]): string[] {
  const resources = templates.flatMap(({ Resources }) =>
    Object.entries(Resources),
  );
  const inline = new Map<string, number>();
  for (const [name, resource] of resources)
    for (const { role, size } of inlinePolicies(name, resource))
      inline.set(role, (inline.get(role) ?? 0) + size);
  return [
    ...[...inline]
      .filter(([, size]) => size > LARGEST_INLINE)
      .map(([role, size]) => `${role}: ${size} characters of inline policies`),
    ...resources
      .filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy')
      .map(([name, { Properties }]) => ({ name, size: sizeOf(Properties) }))
      .filter(({ size }) => size > LARGEST_MANAGED)
      .map(({ name, size }) => `${name}: ${size} characters`),
  ];
}

function inlinePolicies(name: string, { Type, Properties }: Resource) {
  if (Type === 'AWS::IAM::Role')
    return asList(Properties['Policies'])
      .filter(isObject)
      .map((policy) => ({ role: name, size: sizeOf(policy) }));
  if (Type !== 'AWS::IAM::Policy') return [];
  return asList(Properties['Roles']).map((role) => ({
    role: roleOf(role),
    size: sizeOf(Properties),
  }));
}

/** A stack is told another stack's `LambdaRole` as `LambdaRoleName`. */
function roleOf(role: TemplateValue): string {
  const name = isObject(role) ? String(role['Ref']) : String(role);
  return name.replace(/Name$/, '');
}

function sizeOf({
  PolicyDocument,
}: {
  readonly PolicyDocument?: TemplateValue;
}): number {
  return JSON.stringify(rendered(PolicyDocument ?? {})).replaceAll(/\s/g, '')
    .length;
}

function rendered(value: TemplateValue): TemplateValue {
  if (Array.isArray(value)) return value.map((entry) => rendered(entry));
  if (!isObject(value)) return value;
  if ('Ref' in value || 'Fn::GetAtt' in value) return ARN;
  const text = value['Fn::Sub'];
  if (typeof text === 'string')
    return text.replaceAll(
      /\$\{([^}]+)\}/g,
      (_, name: string) => PSEUDO_PARAMETERS[name] ?? NAME,
    );
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, rendered(entry)]),
  );
}
