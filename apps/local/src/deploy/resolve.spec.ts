import { parseCloudFormation } from './cloudformation-yaml';
import {
  isObject,
  resolveValue,
  UnresolvableTemplate,
  type Scope,
} from './resolve';

const references: Readonly<Record<string, string>> = {
  Environment: 'local',
  Origin: '',
  Bucket: 'b-1',
};

const scope: Scope = {
  ref: (name) => {
    const value = references[name];
    if (value === undefined) throw new UnresolvableTemplate(`unknown ${name}`);
    return value;
  },
  attribute: (resource, attribute) => `${resource}/${attribute}`,
  conditions: {
    IsProduction: { 'Fn::Equals': [{ Ref: 'Environment' }, 'production'] },
    HasOrigin: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Origin' }, ''] }] },
    Either: {
      'Fn::Or': [{ Condition: 'IsProduction' }, { 'Fn::Equals': ['1', 1] }],
    },
  },
  mappings: { Cidr: { local: { Vpc: '10.0.0.0/16' } } },
};

function evaluate(yaml: string): unknown {
  const parsed = parseCloudFormation(yaml);
  return isObject(parsed) && 'v' in parsed
    ? resolveValue({ v: parsed['v'] ?? null }, scope)
    : undefined;
}

describe(resolveValue.name, () => {
  it.each([
    ['v: !Ref Bucket', 'b-1'],
    ['v: !GetAtt Network.Outputs.SubnetIds', 'Network/Outputs.SubnetIds'],
    ['v: !GetAtt [Network, Outputs.SubnetIds]', 'Network/Outputs.SubnetIds'],
    [
      "v: !Sub 'arn:${Bucket}/${Network.Outputs.X}/${!Literal}'",
      'arn:b-1/Network/Outputs.X/${Literal}',
    ],
    ["v: !Sub ['${a}-${Bucket}', {a: !Ref Environment}]", 'local-b-1'],
    ["v: !Join ['-', [a, !Ref Bucket]]", 'a-b-1'],
    ["v: !Select [1, !Split [',', 'a,b']]", 'b'],
    ['v: !FindInMap [Cidr, !Ref Environment, Vpc]', '10.0.0.0/16'],
    ['v: !If [IsProduction, a, b]', 'b'],
    ['v: !If [HasOrigin, a, b]', 'b'],
    ['v: !If [Either, a, b]', 'a'],
    ["v: '2012-10-17'", '2012-10-17'],
    ['v: 2012-10-17', '2012-10-17'],
  ])('%s', (yaml, expected) => {
    expect(evaluate(yaml)).toEqual({ v: expected });
  });

  it('leaves out a property without value', () => {
    expect(
      evaluate("v: {a: 1, b: !If [IsProduction, 2, !Ref 'AWS::NoValue']}"),
    ).toEqual({ v: { a: 1 } });
    expect(evaluate("v: [1, !Ref 'AWS::NoValue']")).toEqual({ v: [1] });
  });

  it('refuses what it cannot evaluate rather than guess', () => {
    expect(() => evaluate('v: !ImportValue x')).toThrow(/ImportValue/);
    expect(() => evaluate('v: !Ref Nobody')).toThrow(/Nobody/);
    expect(() => evaluate('v: !If [Missing, 1, 2]')).toThrow(/Missing/);
  });
});
