import { z } from 'zod';
import { parseCloudFormation, type TemplateValue } from './cloudformation-yaml';
import {
  holds,
  isList,
  isObject,
  type Scope,
  type TemplateObject,
} from './resolve';

const templateSchema = z.object({
  Parameters: z
    .record(z.string(), z.object({ Default: z.unknown().optional() }))
    .default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

export interface TemplateResource {
  readonly type: string;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  readonly properties: TemplateObject;
}

export interface Template {
  /** Without the ones that have no default. */
  readonly parameterDefaults: ReadonlyMap<string, string>;
  readonly parameterNames: readonly string[];
  readonly mappings: TemplateObject;
  readonly conditions: TemplateObject;
  readonly resources: ReadonlyMap<string, TemplateResource>;
}

/** @throws ZodError when the text is no template */
export function parseTemplate(text: string): Template {
  const parsed = templateSchema.parse(parseCloudFormation(text));
  const parameters = Object.entries(parsed.Parameters);
  return {
    parameterNames: parameters.map(([name]) => name),
    parameterDefaults: new Map(
      parameters.flatMap(([name, { Default }]) =>
        Default === undefined ? [] : [[name, String(Default)] as const],
      ),
    ),
    mappings: parsed.Mappings as TemplateObject,
    conditions: parsed.Conditions as TemplateObject,
    resources: new Map(
      Object.entries(parsed.Resources).map(([name, resource]) => [
        name,
        {
          type: resource.Type,
          condition: resource.Condition,
          dependsOn: [resource.DependsOn ?? []].flat(),
          properties: resource.Properties as TemplateObject,
        },
      ]),
    ),
  };
}

export interface ChildStack {
  readonly name: string;
  /** Relative to the master. */
  readonly templateUrl: string;
  readonly parameters: TemplateObject;
  readonly needs: readonly string[];
}

/**
 * The child stacks whose condition holds, each after those whose outputs it takes.
 * @throws Error when children need each other in a circle, or one that is left out
 */
export function childStacks(master: Template, scope: Scope): ChildStack[] {
  const children = [...master.resources]
    .filter(([, { type }]) => type === 'AWS::CloudFormation::Stack')
    .filter(
      ([, { condition }]) => condition === undefined || holds(condition, scope),
    )
    .map(([name, { properties, dependsOn }]) => ({
      name,
      templateUrl: String(properties['TemplateURL']),
      parameters: isObject(properties['Parameters'])
        ? properties['Parameters']
        : {},
      dependsOn,
    }));
  const names = new Set(children.map(({ name }) => name));
  return inOrder(
    children.map(({ dependsOn, ...child }) => ({
      ...child,
      needs: [
        ...new Set([...dependsOn, ...outputsUsed(child.parameters, scope)]),
      ].filter((name) => names.has(name)),
    })),
  );
}

function inOrder(children: readonly ChildStack[]): ChildStack[] {
  const ordered: ChildStack[] = [];
  const waiting = [...children];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) =>
      needs.every((need) => ordered.some(({ name }) => name === need)),
    );
    if (next < 0)
      throw new Error(
        `stacks need each other in a circle: ${waiting.map(({ name }) => name).join(', ')}`,
      );
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** Names of resources whose attributes a value takes, on the branches that are taken. */
function outputsUsed(value: TemplateValue, scope: Scope): string[] {
  if (isList(value)) return value.flatMap((entry) => outputsUsed(entry, scope));
  if (!isObject(value)) return [];
  const attribute = value['Fn::GetAtt'];
  if (isList(attribute)) return [String(attribute[0])];
  const choice = value['Fn::If'];
  if (isList(choice)) {
    const [condition, yes, no] = choice;
    return outputsUsed(
      (holds(String(condition), scope) ? yes : no) ?? null,
      scope,
    );
  }
  const pattern = value['Fn::Sub'];
  const template = isList(pattern) ? pattern[0] : pattern;
  const substituted = [
    ...String(template ?? '').matchAll(/\$\{([A-Za-z0-9]+)\.[^}]+\}/g),
  ].flatMap(([, name]) => name ?? []);
  return [
    ...substituted,
    ...Object.values(value).flatMap((entry) => outputsUsed(entry, scope)),
  ];
}
