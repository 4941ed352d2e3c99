import { type Scope } from './resolve';
import { childStacks, parseTemplate } from './master-template';

const master = (resources: string) => `
Parameters:
  Hosting: {Type: String, Default: none}
  Size: {Type: Number, Default: 2}
  AdminEmail: {Type: String}
Conditions:
  HasAmplify: !Equals [!Ref Hosting, amplify]
Resources:
${resources}`;

const stack = (name: string, parameters = '{}', extra = '') =>
  `  ${name}: {Type: AWS::CloudFormation::Stack, ${extra} Properties: {TemplateURL: ./${name}.yaml, Parameters: ${parameters}}}\n`;

function order(resources: string): string[] {
  const template = parseTemplate(master(resources));
  const scope: Scope = {
    ref: () => 'none',
    attribute: () => '',
    conditions: template.conditions,
    mappings: {},
  };
  return childStacks(template, scope).map(({ name }) => name);
}

describe(childStacks.name, () => {
  it('puts a stack after those whose outputs it takes', () => {
    const resources =
      stack(
        'Api',
        '{Table: !GetAtt Database.Outputs.Table, Machine: !Sub "x${Compute.Outputs.Arn}"}',
      ) +
      stack('Compute', '{Table: !GetAtt Database.Outputs.Table}') +
      stack('Database');
    expect(order(resources)).toEqual(['Database', 'Compute', 'Api']);
  });

  it('heeds DependsOn', () => {
    expect(order(stack('A', '{}', 'DependsOn: B,') + stack('B'))).toEqual([
      'B',
      'A',
    ]);
  });

  it('leaves out stacks whose condition does not hold, and what is taken from them only then', () => {
    const resources =
      stack(
        'Storage',
        '{Origin: !If [HasAmplify, !GetAtt Frontend.Outputs.Origin, !Ref Hosting]}',
      ) + stack('Frontend', '{}', 'Condition: HasAmplify,');
    expect(order(resources)).toEqual(['Storage']);
  });

  it('says which stacks need each other', () => {
    const resources =
      stack('A', '{X: !GetAtt B.Outputs.X}') +
      stack('B', '{X: !GetAtt A.Outputs.X}');
    expect(() => order(resources)).toThrow(/circle: A, B/);
  });
});

describe(parseTemplate.name, () => {
  it('keeps defaults as text and knows parameters without one', () => {
    const template = parseTemplate(master(stack('A')));
    expect([...template.parameterDefaults]).toEqual([
      ['Hosting', 'none'],
      ['Size', '2'],
    ]);
    expect(template.parameterNames).toContain('AdminEmail');
  });
});
