import type { Template } from './parse-template';
import { asList, isObject, objectsIn } from './template-value';

const STACK = 'AWS::CloudFormation::Stack';

/**
 * What does not fit between a root stack and its children: parameters, outputs, defaults, exports, purpose lines.
 * The local deploy tool understands only `Ref` and `GetAtt Child.Outputs.Name` as a child's parameter.
 */
export function findNesting(
  root: Template,
  children: ReadonlyMap<string, Template>,
): string[] {
  const stacks = Object.entries(root.Resources).filter(
    ([, { Type }]) => Type === STACK,
  );
  const used = stacks.map(([, { Properties }]) =>
    String(Properties['TemplateURL']).replace('./', ''),
  );
  const childOf = (stack: string) => {
    const index = stacks.findIndex(([name]) => name === stack);
    return children.get(used[index] ?? '');
  };
  return [
    ...[...children.keys()]
      .filter((file) => !used.includes(file))
      .map((file) => `${file}: no stack uses it`),
    ...stacks.flatMap(([stack]) => findParameters(root, stack, childOf(stack))),
    ...findReferences(root, childOf),
    ...stacks
      .filter(([stack]) => !hasPurpose(root, stack))
      .map(([stack]) => `${root.file} ${stack}: no purpose line above it`),
    ...[...children.values()].flatMap(findChild),
  ];
}

function findParameters(
  root: Template,
  stack: string,
  child: Template | undefined,
): string[] {
  const where = `${root.file} ${stack}`;
  if (child === undefined) return [`${where}: its template does not exist`];
  const given = root.Resources[stack]?.Properties['Parameters'] ?? {};
  if (!isObject(given)) return [`${where}: Parameters is no map`];
  const wanted = Object.keys(child.Parameters);
  return [
    ...wanted
      .filter((name) => !(name in given))
      .map((name) => `${where}: ${child.file} wants ${name}`),
    ...Object.keys(given)
      .filter((name) => !wanted.includes(name))
      .map((name) => `${where}: ${child.file} has no parameter ${name}`),
    ...Object.entries(given)
      .filter(
        ([, value]) =>
          !isObject(value) || !('Ref' in value || 'Fn::GetAtt' in value),
      )
      .map(([name]) => `${where}: ${name} is neither !Ref nor !GetAtt`),
  ];
}

function findReferences(
  root: Template,
  childOf: (stack: string) => Template | undefined,
): string[] {
  const values = [
    ...Object.values(root.Resources).map(({ Properties }) => Properties),
    ...Object.values(root.Outputs),
  ];
  return objectsIn(values)
    .flatMap((object) => ('Fn::GetAtt' in object ? [object['Fn::GetAtt']] : []))
    .flatMap((attribute) => {
      const [stack, path] = asList(attribute).map(String);
      const child = childOf(stack ?? '');
      const output = path?.replace('Outputs.', '') ?? '';
      return child === undefined || output in child.Outputs
        ? []
        : [`${root.file}: ${child.file} has no output ${output}`];
    });
}

function findChild({ file, Parameters, Outputs }: Template): string[] {
  return [
    ...Object.entries(Parameters)
      .filter(([, parameter]) => 'Default' in parameter)
      .map(([name]) => `${file} ${name}: a child's parameter has a default`),
    ...Object.entries(Outputs)
      .filter(([, output]) => 'Export' in output)
      .map(([name]) => `${file} ${name}: exported; wire it by GetAtt`),
  ];
}

function hasPurpose({ text }: Template, stack: string): boolean {
  return new RegExp(`^ {2}# .+\\.\\n {2}${stack}:$`, 'm').test(text);
}
