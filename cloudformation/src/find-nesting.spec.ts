import { findNesting } from './find-nesting';
import { parseTemplate, type Template } from './parse-template';
import { readStacks } from './read-stacks';

const CHILD = `
Parameters:
  Name: {Type: String}
Resources: {}
Outputs:
  Id: {Value: !Ref Name}
`;
const ROOT = `
Resources:
  # Holds things.
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters:
        Name: !Ref AWS::StackName
Outputs:
  Id: {Value: !GetAtt Child.Outputs.Id}
`;

function findings(root: string, child: string = CHILD): string[] {
  const children = new Map<string, Template>([
    ['child.yaml', parseTemplate('child.yaml', child)],
  ]);
  return findNesting(parseTemplate('root.yaml', root), children);
}

describe(findNesting.name, () => {
  it('finds nothing in the stacks', () => {
    const children = readStacks();
    const root = children.get('master.yaml');
    children.delete('master.yaml');
    expect(children.size).toBe(8);
    expect(root && findNesting(root, children)).toEqual([]);
  });

  it('finds nothing in a root and a child that fit', () => {
    expect(findings(ROOT)).toEqual([]);
  });

  it.each([
    [
      'a parameter that is not given',
      ROOT.replace('        Name: !Ref AWS::StackName', '        Nam: !Ref A'),
      CHILD,
      'root.yaml Child: child.yaml wants Name',
    ],
    [
      'a parameter that the child does not have',
      ROOT.replace('Name: !Ref', 'Name: !Ref A\n        More: !Ref'),
      CHILD,
      'root.yaml Child: child.yaml has no parameter More',
    ],
    [
      'a parameter that the local cloud cannot resolve',
      ROOT.replace('!Ref AWS::StackName', '!Sub "${AWS::StackName}"'),
      CHILD,
      'root.yaml Child: Name is neither !Ref nor !GetAtt',
    ],
    [
      'an output that does not exist',
      ROOT.replace('Child.Outputs.Id', 'Child.Outputs.Arn'),
      CHILD,
      'root.yaml: child.yaml has no output Arn',
    ],
    [
      'a template that does not exist',
      ROOT.replace('./child.yaml', './chid.yaml'),
      CHILD,
      'root.yaml Child: its template does not exist',
    ],
    [
      'a template that nobody uses',
      'Resources: {}',
      CHILD,
      'child.yaml: no stack uses it',
    ],
    [
      'a child without its purpose',
      ROOT.replace('  # Holds things.\n', ''),
      CHILD,
      'root.yaml Child: no purpose line above it',
    ],
    [
      'a default in a child',
      ROOT,
      CHILD.replace('{Type: String}', "{Type: String, Default: ''}"),
      "child.yaml Name: a child's parameter has a default",
    ],
    [
      'an export',
      ROOT,
      CHILD.replace('!Ref Name}', '!Ref Name, Export: {Name: x}}'),
      'child.yaml Id: exported; wire it by GetAtt',
    ],
  ])('finds %s', (_, root, child, finding) => {
    expect(findings(root, child)).toContain(finding);
  });
});
